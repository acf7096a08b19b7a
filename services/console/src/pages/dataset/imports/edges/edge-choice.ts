import type { StartImport } from '@tutti/contracts/datasets';
import type { FrameChoice } from '../../../../api/frames';
import { fromLocalInput } from '../../../../components/chart/local-input';

/** What stands in the form. */
export interface ChoiceValues {
  readonly filter: string;
  /** As `<input type="datetime-local">` has them. */
  readonly from: string;
  readonly to: string;
  /** Percent; empty for any. */
  readonly minScore: number | string;
  readonly maxScore: number | string;
}

export const everything: ChoiceValues = { filter: '', from: '', to: '', minScore: '', maxScore: '' };

const timeOf = (local: string): string | undefined => {
  const ms = fromLocalInput(local);
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

const ratioOf = (percent: number | string): number | undefined =>
  percent === '' ? undefined : Number(percent) / 100;

/** Without what is undefined. */
const defined = <T extends object>(of: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };

const boundsOf = ({ from, to, minScore, maxScore }: ChoiceValues) =>
  defined({
    from: timeOf(from),
    to: timeOf(to),
    minScore: ratioOf(minScore),
    maxScore: ratioOf(maxScore),
  });

export const toChoice = (values: ChoiceValues): FrameChoice => ({
  q: values.filter,
  ...boundsOf(values),
});

export const toSource = (values: ChoiceValues): StartImport['source'] => ({
  kind: 'devices',
  ...(values.filter === '' ? {} : { filter: values.filter }),
  ...boundsOf(values),
});

/** What is wrong with the bounds. */
export const boundsFault = (values: ChoiceValues): 'order' | 'scores' | undefined => {
  const { from, to, minScore = 0, maxScore = 1 } = boundsOf(values);
  if (from !== undefined && to !== undefined && from >= to) return 'order';
  return minScore > maxScore ? 'scores' : undefined;
};
