import { ProblemError } from '../../api/problem-error';
import { faultPosition } from '../../lib/rsql';
import './filter-fault.css';

/** The filter is to blame, and its box says where. */
export const filterFault = (error: unknown): ProblemError | undefined =>
  error instanceof ProblemError && error.problem.code === 'query.invalid' ? error : undefined;

interface Props {
  readonly error: ProblemError;
  readonly filter: string;
  /** What else is asked for. */
  readonly beside: string;
}

/** The filter with the character marked at which it cannot be understood. */
export const FilterFault = ({ error, filter, beside }: Props) => {
  const detail = error.problem.errors?.[0]?.detail ?? error.message;
  const at = faultPosition(error.message, filter, beside);
  return (
    <div className="filter-fault" role="alert" id="filter-fault" data-at={at}>
      {at !== undefined && (
        <pre>
          {filter.slice(0, at)}
          <mark>{filter[at] ?? ' '}</mark>
          {filter.slice(at + 1)}
        </pre>
      )}
      {detail}
    </div>
  );
};
