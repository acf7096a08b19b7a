import type { ProblemError } from '../../api/problem-error';
import { faultPosition } from '../../lib/rsql';
import './filter-fault.css';

interface Props {
  readonly error: ProblemError;
  readonly filter: string;
  readonly search: string;
}

/** The filter with the character marked at which it cannot be understood. */
export const FilterFault = ({ error, filter, search }: Props) => {
  const detail = error.problem.errors?.[0]?.detail ?? error.message;
  const at = faultPosition(error.message, filter, search);
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
