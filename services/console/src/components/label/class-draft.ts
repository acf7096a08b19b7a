import { colourOf, foldClassName, type ProposedClass } from '@tutti/contracts/datasets';

/** A class that somebody is writing. */
export interface ClassDraft {
  /** Of the row, not of the class. */
  readonly row: number;
  readonly name: string;
  readonly colour: string;
  readonly shortcut: string;
}

export const emptyDraft = (row: number): ClassDraft => ({
  row,
  name: '',
  colour: colourOf(row),
  shortcut: '',
});

interface Named {
  readonly name: string;
  readonly shortcut: string | null;
}

export interface DraftFaults {
  /** There is such a name already. */
  readonly nameTaken: boolean;
  readonly shortcutBad: boolean;
  /** The class that uses the key. */
  readonly shortcutOf: string | undefined;
}

const isShortcut = (text: string): boolean => /^[a-z0-9]$/.test(text);

/** What is wrong with a class beside others. */
export const faultsOf = (draft: ClassDraft, others: readonly Named[]): DraftFaults => {
  const name = foldClassName(draft.name);
  return {
    nameTaken: name !== '' && others.some((other) => foldClassName(other.name) === name),
    shortcutBad: draft.shortcut !== '' && !isShortcut(draft.shortcut),
    shortcutOf:
      draft.shortcut === '' ? undefined : others.find(({ shortcut }) => shortcut === draft.shortcut)?.name,
  };
};

export const isSound = ({ nameTaken, shortcutBad, shortcutOf }: DraftFaults): boolean =>
  !nameTaken && !shortcutBad && shortcutOf === undefined;

export const proposalOf = ({ name, colour, shortcut }: ClassDraft): ProposedClass => ({
  name: name.trim(),
  colour,
  ...(shortcut === '' ? {} : { shortcut }),
});

/** The drafts that somebody has begun to write. */
export const begun = (drafts: readonly ClassDraft[]): readonly ClassDraft[] =>
  drafts.filter(({ name }) => name.trim() !== '');
