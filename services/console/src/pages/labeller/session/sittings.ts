import { isSameLabel } from '@tutti/contracts/datasets';
import { plainBoxes } from '../boxes/box-editor';
import type { LabelSession } from './label-session';
import { lastOf, type Unsaved } from './outbox';
import type { SessionState } from './session-state';
import { standingOf } from './statements';

/** Whose sitting, on what. */
export interface Sitting {
  readonly userId: string;
  readonly datasetId: string;
  /** RSQL; what waits to be labelled where it is empty. */
  readonly q: string;
  readonly sort: string;
}

/** Whether boxes were drawn that nobody has saved. */
export const isDrawn = ({ drafts, items }: SessionState, unsaved: readonly Unsaved[]): boolean =>
  [...drafts].some(([id, editor]) => {
    if (editor.history.past.length === 0) return false;
    const item = items.find((one) => one.id === id);
    const mine = unsaved.find((one) => one.item.id === id);
    const label = (item && standingOf(item, mine && lastOf(mine)).label) ?? { boxes: [] };
    return !isSameLabel(label, { boxes: plainBoxes(editor.history.present.boxes) });
  });

const isUnsaved = ({ outbox, state }: LabelSession): boolean =>
  outbox.state.get().length > 0 || isDrawn(state.get(), outbox.state.get());

const ownerOf = ({ userId, datasetId }: Sitting): string => JSON.stringify([userId, datasetId]);
const isSame = (one: Sitting, other: Sitting): boolean => one.q === other.q && one.sort === other.sort;

/**
 * What is not saved outlives its page: whoever labels the dataset again, or signs in again, finds it, whichever
 * pictures they look at then.
 */
export class Sittings {
  readonly #last = new Map<string, { readonly sitting: Sitting; readonly session: LabelSession }>();

  constructor(private readonly create: (sitting: Sitting, former?: LabelSession) => LabelSession) {}

  get isUnsaved(): boolean {
    return [...this.#last.values()].some(({ session }) => isUnsaved(session));
  }

  open(sitting: Sitting): LabelSession {
    const last = this.#last.get(ownerOf(sitting));
    if (!last || !isUnsaved(last.session)) return this.create(sitting);
    return isSame(last.sitting, sitting) ? last.session : this.create(sitting, last.session);
  }

  keep(sitting: Sitting, session: LabelSession): void {
    this.#last.set(ownerOf(sitting), { sitting, session });
  }
}
