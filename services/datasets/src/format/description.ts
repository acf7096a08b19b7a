import type { DatasetTask, Label, LabelBox, PictureMediaType, Split } from '@tutti/contracts/datasets';

/** What the formats call a split, in folders and file names. */
export const splitFolders: Readonly<Record<Split, string>> = {
  train: 'train',
  validation: 'val',
  test: 'test',
};

/** As far as formats know a class: the key is what labels refer to, the id is the number that they write. */
export interface ClassDescription {
  readonly key: string;
  readonly id: number;
  readonly name: string;
  readonly colour?: string;
}

/** A picture and what is said of it; boxes are on the grid (`placeBox`) and inside the picture. */
export interface ItemDescription {
  readonly fileName: string;
  readonly split?: Split;
  readonly mediaType: PictureMediaType;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly sha256: string;
  readonly label?: Label;
}

export interface DatasetDescription {
  readonly task: DatasetTask;
  readonly classes: readonly ClassDescription[];
  /** Asked for once per pass; ascending by `sha256`, each once, the same every time. All with a split, or none. */
  readonly items: () => AsyncIterable<ItemDescription>;
}

export const boxesOf = (label: Label | undefined): readonly LabelBox[] =>
  label !== undefined && 'boxes' in label ? label.boxes : [];
