import { expect, test } from 'vitest';
import { timedAfter, type Timed } from './deadline.state';
import {
  accepted,
  cancelRefused,
  cancelRequested,
  downloaded,
  offer,
  offeredAt,
  wish,
} from './device-deployment.fixture';
import { atOffer } from './standing.state';

const terms = { wish, stepMinutes: offer().stepMinutes };
const minutes = (count: number): number => offeredAt.getTime() + count * 60_000;
const begun: Timed = { standing: atOffer, deadline: minutes(1440) };

test('a device that refuses to stop has ten minutes at least for the step that it was asked in', () => {
  const asked = [accepted, cancelRequested(1)].reduce(
    (timed, event) => timedAfter(timed, terms, event, minutes(0)),
    begun,
  );
  expect(asked.deadline).toBe(minutes(121));
  expect(timedAfter(asked, terms, cancelRefused, minutes(20)).deadline).toBe(minutes(121));
  const late = timedAfter(asked, terms, cancelRefused, minutes(120));
  expect(late.deadline).toBe(minutes(130));
  expect(timedAfter(late, terms, downloaded, minutes(125)).deadline).toBe(minutes(155));
});
