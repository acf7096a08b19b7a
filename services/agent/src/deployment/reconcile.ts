import type { DeploymentReport, TwinWish } from '@tutti/contracts/deployment';
import type { DeploymentState, EndedDeployment, OpenDeployment } from './deployment-state';
import { isInVain } from './transitions';
import { type Place, type Wish, unfit } from './wish';

/** What is to be done next. Each makes the next one true. */
export type Next =
  | { readonly do: 'wait' }
  /** Go on with what is open. */
  | { readonly do: 'work'; readonly open: OpenDeployment }
  /** It goes on, under a wish that says more. */
  | { readonly do: 'renew'; readonly wish: TwinWish }
  /** Stop what is open; `wish` when it is its own that says so. */
  | { readonly do: 'give-up'; readonly open: OpenDeployment; readonly wish: TwinWish | undefined }
  | { readonly do: 'take'; readonly wish: TwinWish }
  /** It ends before it begins. */
  | { readonly do: 'decline'; readonly wish: TwinWish; readonly report: DeploymentReport }
  | { readonly do: 'not-understand'; readonly deploymentId: string; readonly reason: string }
  /** It has ended, and is asked to stop. */
  | {
      readonly do: 'answer';
      readonly ended: EndedDeployment;
      readonly report: DeploymentReport;
    };

const wait: Next = { do: 'wait' };
/** Each time may fetch all of the model again. */
export const putOffMs = 3_600_000;
const tooLate = 'It is confirmed already. Deploy another model in its place.';

/** Compares what is wished with how things stand. `wish` is undefined until the twin was read. */
export function nextOf(state: DeploymentState, wish: Wish | undefined, place: Place): Next {
  const { open } = state;
  if (open !== null) return withOpen(open, wish);
  switch (wish?.kind) {
    case undefined:
    case 'nothing':
      return wait;
    case 'unknown': {
      const { deploymentId, reason } = wish;
      return knows(state, deploymentId) ? wait : { do: 'not-understand', deploymentId, reason };
    }
    case 'model':
      return withoutOpen(state, wish.wish, place);
  }
}

const knows = ({ ended }: DeploymentState, id: string): EndedDeployment | undefined =>
  ended.find(({ deploymentId }) => deploymentId === id);

function withOpen(open: OpenDeployment, wish: Wish | undefined): Next {
  const work: Next = { do: 'work', open };
  // What judged before must judge again, whatever is wished.
  if (wish === undefined || open.stage === 'restoring') return work;
  const own =
    wish.kind === 'model' && wish.wish.deploymentId === open.wish.deploymentId ? wish.wish : undefined;
  if (own === undefined) return { do: 'give-up', open, wish: undefined };
  if ((own.cancel ?? 0) > open.answered) return { do: 'give-up', open, wish: own };
  return own.settled && !open.wish.settled ? { do: 'renew', wish: own } : work;
}

function withoutOpen(state: DeploymentState, wish: TwinWish, place: Place): Next {
  const ended = knows(state, wish.deploymentId);
  const { cancel = 0 } = wish;
  if (ended !== undefined && cancel > ended.answered) return answerTo(ended, cancel);
  const isThere = place.running?.digest === wish.model.artifact.digest;
  if (wish.settled)
    return (isThere && isHeld(state, wish)) || isPutOff(ended, place) ? wait : { do: 'take', wish };
  return ended === undefined ? beginning(wish, place, isThere) : wait;
}

/** What judges from the models folder alone, the next file there would replace. */
const isHeld = ({ active }: DeploymentState, { model }: TwinWish): boolean =>
  active?.model.artifact.digest === model.artifact.digest;

function beginning(wish: TwinWish, place: Place, isThere: boolean): Next {
  const decline = (report: DeploymentReport): Next => ({ do: 'decline', wish, report });
  if (wish.cancel !== undefined) return decline({ state: 'cancelled', running: place.running });
  const failure = unfit(wish, place);
  if (failure !== undefined) return decline({ state: 'failed', step: 'accept', failure });
  return isThere ? decline({ state: 'already-installed' }) : { do: 'take', wish };
}

/**
 * What was confirmed before could not be brought back: it is not tried again and again, over what passes once in a
 * while. A clock that was set back does not put it off for longer.
 */
const isPutOff = (ended: EndedDeployment | undefined, { now }: Place): boolean => {
  if (ended === undefined || !isInVain(ended)) return false;
  const { retryAt } = ended;
  return retryAt === undefined || (now < retryAt && now >= retryAt - putOffMs);
};

const stays: ReadonlySet<DeploymentReport['state']> = new Set(['confirmed', 'already-installed', 'compared']);

/** The first end stands: it is said again, or that it is too late to stop. */
function answerTo(ended: EndedDeployment, cancel: number): Next {
  const report: DeploymentReport = stays.has(ended.report.state)
    ? { state: 'cancel-refused', cancel, reason: tooLate }
    : ended.report;
  return { do: 'answer', ended: { ...ended, answered: cancel }, report };
}
