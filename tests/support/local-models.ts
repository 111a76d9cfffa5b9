import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Words the model knows; others are all one word to it. */
const words = [
  "[PAD]",
  "[UNK]",
  "[CLS]",
  "[SEP]",
  "refunds",
  "take",
  "a",
  "week",
  "lamps",
  "shine",
];
const dims = 4;

/**
 * Makes a folder of models as XIN_MODELS_DIR names it, with one tiny model in ONNX form, `tiny`, whose
 * vectors are sums of a row for each word, and one folder that is none.
 */
export const makeLocalModels = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), "xin-onnx-"));
  const model = join(dir, "tiny");
  await mkdir(join(model, "onnx"), { recursive: true });
  await mkdir(join(dir, "empty"));
  await writeFile(join(model, "onnx", "model.onnx"), gatherModel());
  const json = (file: string, value: unknown) =>
    writeFile(join(model, file), JSON.stringify(value));
  await json("config.json", { model_type: "bert", hidden_size: dims });
  await json("tokenizer_config.json", {
    tokenizer_class: "BertTokenizer",
    model_max_length: 64,
    pad_token: "[PAD]",
    unk_token: "[UNK]",
    cls_token: "[CLS]",
    sep_token: "[SEP]",
  });
  await json("tokenizer.json", tokenizer);
  return dir;
};

const special = (id: number) => ({
  id,
  content: words[id],
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
});

const tokenizer = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: [0, 1, 2, 3].map(special),
  normalizer: {
    type: "BertNormalizer",
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: "BertPreTokenizer" },
  post_processor: {
    type: "TemplateProcessing",
    single: [
      { SpecialToken: { id: "[CLS]", type_id: 0 } },
      { Sequence: { id: "A", type_id: 0 } },
      { SpecialToken: { id: "[SEP]", type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      "[CLS]": { id: "[CLS]", ids: [2], tokens: ["[CLS]"] },
      "[SEP]": { id: "[SEP]", ids: [3], tokens: ["[SEP]"] },
    },
  },
  decoder: null,
  model: {
    type: "WordPiece",
    unk_token: "[UNK]",
    continuing_subword_prefix: "##",
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(words.map((word, id) => [word, id])),
  },
};

/** ONNX is protobuf: last_hidden_state = Gather(table, input_ids). Numbers of fields are those of onnx.proto. */
const gatherModel = (): Uint8Array => {
  const table = Float32Array.from({ length: words.length * dims }, (_, index) =>
    Math.sin(1 + index * 1.7),
  );
  const graph = [
    field(1, [
      field(1, "table"),
      field(1, "input_ids"),
      field(2, "last_hidden_state"),
      field(4, "Gather"),
    ]),
    field(2, "tiny"),
    field(5, [
      number(1, words.length),
      number(1, dims),
      number(2, floats),
      field(8, "table"),
      field(9, Buffer.from(table.buffer)),
    ]),
    ...["input_ids", "attention_mask", "token_type_ids"].map((name) =>
      field(11, valueInfo(name, int64s, ["batch", "words"])),
    ),
    field(12, valueInfo("last_hidden_state", floats, ["batch", "words", dims])),
  ];
  const opset = field(8, [field(1, ""), number(2, 13)]);
  return Buffer.concat([number(1, 8), field(7, graph), opset]);
};

const floats = 1;
const int64s = 7;

const valueInfo = (name: string, type: number, shape: readonly (string | number)[]) => [
  field(1, name),
  field(2, [
    field(1, [
      number(1, type),
      field(
        2,
        shape.map((size) =>
          field(1, [typeof size === "number" ? number(1, size) : field(2, size)]),
        ),
      ),
    ]),
  ]),
];

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];

const number = (id: number, value: number): Buffer => Buffer.from([id << 3, ...varint(value)]);

const field = (id: number, content: string | Buffer | readonly Buffer[]): Buffer => {
  const parts = typeof content === "string" ? Buffer.from(content) : content;
  const bytes = Buffer.isBuffer(parts) ? parts : Buffer.concat(parts);
  return Buffer.concat([Buffer.from([(id << 3) | 2, ...varint(bytes.length)]), bytes]);
};
