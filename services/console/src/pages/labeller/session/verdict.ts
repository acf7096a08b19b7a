import { label, type Label } from '@tutti/contracts/datasets';
import { z } from 'zod';
import { ConnectionError, ProblemError } from '../../../api/problem-error';

/** What to do about a statement that was not saved: send it again later, ask a person, or say why it cannot be. */
export type Verdict = 'waiting' | 'conflict' | 'refused';

/** The session is over, the server is busy or not there: the statement is as good as before. */
const passing: ReadonlySet<number> = new Set([401, 429, 503]);

export const verdictOf = (error: unknown): Verdict => {
  if (error instanceof ConnectionError) return 'waiting';
  if (!(error instanceof ProblemError)) return 'refused';
  const { code, status } = error.problem;
  if (code === 'item.label-conflict') return 'conflict';
  return passing.has(status) ? 'waiting' : 'refused';
};

const change = z.object({
  type: z.string(),
  label: label.optional(),
  authId: z.string().nullable(),
  at: z.string(),
  version: z.number(),
});

const params = z.object({ actual: z.number(), changes: z.array(change).min(1) });

export interface Conflict {
  /** Of the item as it is. */
  readonly version: number;
  readonly authId: string | null;
  readonly at: string;
  /** Event of the last change. */
  readonly type: string;
  /** Null: none; undefined: the change said nothing of the label. */
  readonly label: Label | null | undefined;
}

/** Who was faster, and with what, as the refusal says. */
export const conflictOf = (error: unknown): Conflict | undefined => {
  if (!(error instanceof ProblemError)) return undefined;
  const parsed = params.safeParse(error.problem.params);
  if (!parsed.success) return undefined;
  const { actual, changes } = parsed.data;
  const last = changes.at(-1);
  const said = changes.findLast(({ type }) => type === 'ItemLabelled' || type === 'ItemLabelWithdrawn');
  if (!last) return undefined;
  const { authId, at, type } = last;
  return { version: actual, authId, at, type, label: said && (said.label ?? null) };
};
