import type { TFunction } from 'i18next';
import { ConnectionError, ProblemError, ShapeError } from '../api/problem-error';
import { faultTextIn, problemTitleIn } from '../i18n/server-words';

export interface ProblemText {
  readonly title: string;
  readonly detail: string;
  readonly faults: readonly string[];
  readonly code?: string;
  readonly traceId?: string;
}

/** By the title, or by the list of faults. */
const isSaid = ({ code, title, detail, errors = [] }: ProblemError['problem']): boolean =>
  detail?.replace(/\.$/, '') === title || (code === 'request.invalid' && errors.length > 0);

const ofProblem = ({ problem }: ProblemError, language: string): ProblemText => ({
  title: problemTitleIn(language, problem),
  detail: isSaid(problem) ? '' : (problem.detail ?? ''),
  faults: (problem.errors ?? []).map(
    (fault) => `${fault.pointer.replace(/^\//, '')}: ${faultTextIn(language, fault)}`,
  ),
  code: problem.code,
  ...(problem.traceId === undefined ? {} : { traceId: problem.traceId }),
});

/** Any error in words for the reader; the server's details are English. */
export const problemText = (error: unknown, t: TFunction<'console'>, language: string): ProblemText => {
  if (error instanceof ProblemError) return ofProblem(error, language);
  if (error instanceof ConnectionError)
    return { title: t('problem.connection'), detail: t('problem.connectionDetail'), faults: [] };
  if (error instanceof ShapeError)
    return { title: t('problem.shape'), detail: t('problem.shapeDetail'), faults: [error.message] };
  const message = error instanceof Error ? error.message : String(error);
  return { title: t('problem.unexpected'), detail: t('problem.unexpectedDetail'), faults: [message] };
};

/** The same in one line, for where a list has no room. */
export const problemLine = (error: unknown, t: TFunction<'console'>, language: string): string => {
  const { title, detail, faults } = problemText(error, t, language);
  return [title, detail, ...faults]
    .filter((sentence) => sentence !== '')
    .map((sentence) => sentence.replace(/\.?$/, '.'))
    .join(' ');
};
