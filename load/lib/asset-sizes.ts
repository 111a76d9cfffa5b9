import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** Bytes that a browser downloads, each file by itself through gzip. */
export type AssetSizes = {
  /** The launcher every page of a customer's site loads. */
  readonly loaderGz: number;
  /** What comes when a visitor reaches for it. */
  readonly panelGz: number;
  /** Scripts of the console's sign-in page, and its style sheets. */
  readonly consoleScriptGz: number;
  readonly consoleStyleGz: number;
};

/** Downloads what a browser would and measures it. */
export const assetSizes = async (url: string): Promise<AssetSizes> => {
  const loader = await textOf(`${url}/w/loader.js`);
  const panel = /assets\/[\w.-]+\.js/.exec(loader)?.[0];
  if (panel === undefined) throw new Error("The loader names no panel");
  const page = await textOf(`${url}/sign-in`);
  const addresses = [...new Set(page.match(/\/assets\/[\w.-]+\.(?:js|css)/g) ?? [])];
  const sizeOf = async (kind: string) => {
    const files = addresses.filter((address) => address.endsWith(kind));
    const sizes = await Promise.all(files.map(async (file) => gzBytes(await textOf(url + file))));
    return sizes.reduce((sum, size) => sum + size, 0);
  };
  return {
    loaderGz: await gzBytes(loader),
    panelGz: await gzBytes(await textOf(`${url}/w/${panel}`)),
    consoleScriptGz: await sizeOf(".js"),
    consoleStyleGz: await sizeOf(".css"),
  };
};

const textOf = async (address: string): Promise<string> => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.text();
};

const gzBytes = async (text: string): Promise<number> =>
  (await promisify(gzip)(text, { level: 9 })).byteLength;
