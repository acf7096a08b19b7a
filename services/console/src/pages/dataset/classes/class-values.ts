import type { ChangeClass, ShownClass } from '@tutti/contracts/datasets';
import type { ClassCommand } from '../../../api/label-schemas';
import { proposalOf, type ClassDraft } from '../../../components/label/class-draft';

/** What people type about a class. */
export interface ClassValues {
  readonly draft: ClassDraft;
  readonly description: string;
  /** It means something else now. */
  readonly relabel: boolean;
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** Merge patch of what differs. */
const patchOf = ({ draft, description, relabel }: ClassValues, of: ShownClass): ChangeClass => {
  const { name, colour, shortcut } = draft;
  return {
    ...(name.trim() === of.name ? {} : { name: name.trim() }),
    ...(colour === of.colour ? {} : { colour }),
    ...(orNull(shortcut) === of.shortcut ? {} : { shortcut: orNull(shortcut) }),
    ...(orNull(description) === of.description ? {} : { description: orNull(description) }),
    ...(relabel ? { relabel } : {}),
  };
};

/** Undefined while there is nothing that could be sent. */
export const commandOf = (values: ClassValues, of: ShownClass | undefined): ClassCommand | undefined => {
  if (values.draft.name.trim() === '') return undefined;
  if (!of) {
    const description = values.description.trim();
    return {
      type: 'add',
      of: { ...proposalOf(values.draft), ...(description === '' ? {} : { description }) },
    };
  }
  const patch = patchOf(values, of);
  return Object.keys(patch).length === 0 ? undefined : { type: 'change', key: of.key, patch };
};
