export type Task = 'image-classification' | 'object-detection';

export const splits = ['train', 'validation', 'test'] as const;
export type Split = (typeof splits)[number];

/** What the formats call a split, in folders and file names. */
export const splitFolders: Readonly<Record<Split, string>> = {
  train: 'train',
  validation: 'val',
  test: 'test',
};

/** Pixels of the upright picture, from its top left; canonical: whole thousandths, inside the picture. */
export interface Box {
  readonly classKey: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** `boxes: []` says "looked at, nothing on it". */
export type Label = { readonly classKey: string } | { readonly boxes: readonly Box[] };

/** A class of a label schema. The key is what labels refer to; the id is the number of the formats, never reused. */
export interface ClassDescription {
  readonly key: string;
  readonly id: number;
  readonly name: string;
  /** `#rrggbb` */
  readonly colour?: string;
}

/** A picture and what is said of it. */
export interface ItemDescription {
  readonly fileName: string;
  readonly split?: Split;
  readonly mediaType: 'image/jpeg' | 'image/png' | 'image/webp';
  readonly width: number;
  readonly height: number;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly sha256: string;
  readonly label?: Label;
}

export interface DatasetDescription {
  readonly task: Task;
  readonly classes: readonly ClassDescription[];
  /** Asked for once per pass; ascending by `sha256`, each once, the same every time. All with a split, or none. */
  readonly items: () => AsyncIterable<ItemDescription>;
}

export const boxesOf = (label: Label | undefined): readonly Box[] =>
  label !== undefined && 'boxes' in label ? label.boxes : [];
