import type { RunState as State } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import '../status-badge.css';

/** The colours that devices have, for much the same. */
const dots = {
  waiting: 'no-stream',
  queued: 'no-stream',
  running: 'inferencing',
  succeeded: 'ready',
  failed: 'error',
  cancelled: 'retired',
} as const satisfies Readonly<Record<State, string>>;

/** How a run stands: a colour and always a word. */
export const RunState = ({ state }: { readonly state: State }) => {
  const { t } = useTranslation();
  return (
    <span className="status" data-run-state={state}>
      <span className="status-dot" data-badge={dots[state]} aria-hidden="true" />
      {t(`runs.state.${state}`)}
    </span>
  );
};
