/** Why a file is not taken. `signed_out` and `forbidden` are about the person, the rest about the file. */
export type Refusal =
  | "too_large"
  | "unsupported"
  | "empty"
  | "full"
  | "gone"
  | "unreadable"
  | "signed_out"
  | "forbidden"
  | "refused";

/** Where a file stands on its way to the server. */
export type UploadState =
  | { readonly type: "waiting" }
  /** `share` is how much of it has gone out, 0..1. */
  | { readonly type: "sending"; readonly share: number }
  /** The connection broke; it is sent again by itself until `isGivenUp`. */
  | { readonly type: "lost"; readonly isGivenUp: boolean }
  | { readonly type: "refused"; readonly why: Refusal }
  /** `isNew` is false when the same bytes were a source already. `leftOut` counts what a zip file had that cannot be read. */
  | { readonly type: "done"; readonly isNew: boolean; readonly leftOut: number };

/** A file that somebody dropped or chose. */
export type Upload = {
  readonly id: string;
  readonly file: File;
  /** Its folder in what was dropped, with a slash at the end; empty outside of folders. */
  readonly folder: string;
  /** The source that gets this file instead of its own; null for a new one. */
  readonly replaces: string | null;
  readonly state: UploadState;
};

/** A file with the folder it was found in. */
export type FoundFile = Pick<Upload, "file" | "folder">;

/** How sending one file ended. `lost`: send the same again. */
export type SendAnswer =
  | { readonly type: "done"; readonly isNew: boolean; readonly leftOut: number }
  | { readonly type: "refused"; readonly why: Refusal }
  | { readonly type: "lost" };
