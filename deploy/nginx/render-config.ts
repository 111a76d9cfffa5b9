import { chmod, copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Where nginx listens and what stands behind it; addresses are `HOST:PORT`. */
export type NginxPlan = {
  /** An empty folder for the config, the pid, the error log and temporary files. */
  readonly folder: string;
  readonly listen: string;
  readonly realtime: readonly string[];
  readonly app: readonly string[];
  /** A second server with a certificate, by the paths of its files. */
  readonly tls?: { readonly listen: string; readonly certificate: string; readonly key: string };
};

/**
 * Fills in the templates of this folder and answers the path of the config. Run it with
 * `nginx -e stderr -c PATH -g "daemon off;"`; called again, it takes effect after `nginx -s reload`.
 */
export const writeNginxConfig = async (plan: NginxPlan): Promise<string> => {
  const { folder, tls } = plan;
  const config = join(folder, "nginx.conf");
  // The workers of an nginx that root has started are somebody else.
  await chmod(folder, 0o755);
  await copyFile(template("locations.conf"), join(folder, "locations.conf"));
  await fill("nginx.conf.template", config, {
    XIN_NGINX_FOLDER: folder,
    XIN_LISTEN: plan.listen,
    XIN_SOCKET_SERVERS: servers(plan.realtime, "max_fails=0"),
    XIN_POLLING_SERVERS: servers(plan.realtime, "max_fails=1 fail_timeout=5s"),
    XIN_APP_SERVERS: servers(plan.app, "max_fails=1 fail_timeout=5s"),
  });
  if (tls !== undefined) {
    await fill("tls.conf.template", join(folder, "tls.conf"), {
      XIN_TLS_LISTEN: tls.listen,
      XIN_TLS_CERTIFICATE: tls.certificate,
      XIN_TLS_KEY: tls.key,
    });
  }
  return config;
};

const template = (name: string) => join(import.meta.dirname, name);

const servers = (addresses: readonly string[], when: string) =>
  addresses.map((address) => `server ${address} ${when};`).join("\n    ");

/** Only places that are named are filled in: what nginx itself calls a variable stays. */
const fill = async (name: string, path: string, places: Readonly<Record<string, string>>) => {
  const text = await readFile(template(name), "utf8");
  const filled = text.replaceAll(/\$\{(XIN_\w+)\}/g, (place, key: string) => places[key] ?? place);
  await writeFile(path, filled);
};
