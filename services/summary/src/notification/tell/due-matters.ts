import { offlineMatter, rulesOf } from './gather-offline';
import { dueAt, goesOn, type Told, type TellRules, type Waiting } from './tell-rules';

/** A matter of which something is not told yet. */
export interface WaitingMatter extends Waiting {
  readonly matter: string;
  /** How much of it was about to be told when somebody died. */
  readonly begun: number;
}

interface Standing {
  readonly told: ReadonlyMap<string, Told>;
  readonly now: number;
  readonly rules: TellRules;
}

const mostAtOnce = 500;

/** What can be told now; what is new comes before what goes on, and an outage of many edges before all. */
export const dueMatters = (
  waiting: readonly WaitingMatter[],
  { told, now, rules }: Standing,
): readonly WaitingMatter[] => {
  const standing = waiting.map((one) => {
    const own = rulesOf(one.matter, rules);
    const before = told.get(one.matter) ?? null;
    const isDue = one.begun > 0 || dueAt(one, before, own) <= now;
    const rank = one.matter === offlineMatter ? 0 : goesOn(one, before, own) ? 2 : 1;
    return { one, isDue, rank };
  });
  return standing
    .filter(({ isDue }) => isDue)
    .sort((a, b) => a.rank - b.rank || a.one.addedAt - b.one.addedAt)
    .slice(0, mostAtOnce)
    .map(({ one }) => one);
};
