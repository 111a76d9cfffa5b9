import { HttpApi, OpenApi } from "effect/http-api";
import { conversationsApi } from "./conversations-api.ts";
import { crmApi } from "./crm-api.ts";
import { decisionsApi } from "./decisions-api.ts";
import { embeddingApi } from "./embedding-api.ts";
import { hoursApi } from "./hours-api.ts";
import { knowledgeApi } from "./knowledge-api.ts";
import { mailApi } from "./mail-api.ts";
import { modelsApi } from "./models-api.ts";
import { modesApi } from "./modes-api.ts";
import { policiesApi } from "./policies-api.ts";
import { ratingsApi } from "./ratings-api.ts";
import { replayApi } from "./replay-api.ts";
import { sitesApi } from "./sites-api.ts";
import { retrievalApi } from "./retrieval-api.ts";
import { undoApi } from "./undo-api.ts";

/** The HTTP API: what exists so far. The document at /api/v1/openapi.json is made from it. */
export const api = HttpApi.make("xin")
  .add(conversationsApi)
  .add(knowledgeApi)
  .add(sitesApi)
  .add(retrievalApi)
  .add(embeddingApi)
  .add(policiesApi)
  .add(modelsApi)
  .add(modesApi)
  .add(crmApi)
  .add(mailApi)
  .add(hoursApi)
  .add(ratingsApi)
  .add(replayApi)
  .add(decisionsApi)
  .add(undoApi)
  .annotateMerge(
    OpenApi.annotations({
      title: "Xin API",
      version: "1",
      description:
        "The HTTP API of Xin. Every request carries an API token as `Authorization: Bearer xin_...`; " +
        "make one with `npm run xin -- token create --tenant T --role R`. Every refusal has the body " +
        '`{"error": {"kind", "message"}}` with the same kinds that sockets use.',
    }),
  );
