import type { Channel, Delivery, Summary } from '@tutti/contracts/summary';
import { StepFailed } from '../api/step-failed';
import { openSink } from '../card/sink';
import { showCard } from '../card/show-card';
import { type Story, pageOf } from './story';

/** What people are told of the day: the card of a Teams channel, which a server on this machine takes in its place. */
export const daySummedUp = async (story: Story): Promise<void> => {
  const { narrator, watch, plant } = story;
  narrator.chapter('The day is summed up, and its card delivered to a channel that stands in for Teams');
  const sink = await openSink();
  plant.closing.push(() => sink.close());
  await watch.time('Daily summary: compose, deliver', async () => {
    const channel = await story.tutti.post<Channel>('channels', {
      ...{ name: 'Shift leaders', kind: 'teams', address: sink.address },
      route: { summaries: true, notifications: null, language: 'en' },
    });
    const { date } = await story.tutti.post<Summary>('summaries', { soFar: true });
    narrator.say(`Summary of ${date} so far: ${pageOf(story, `summaries/${date}`)}`);
    await untilAccepted(story, channel);
  });
  const [card] = sink.received;
  if (card === undefined) throw new StepFailed('The card did not arrive.', pageOf(story, 'summaries'));
  narrator.block(showCard(card));
};

const untilAccepted = ({ tutti, patience, narrator }: Story, { id }: Channel): Promise<Delivery> =>
  patience.until({ what: 'Delivery of the summary', where: pageOf({ tutti }, 'deliveries') }, async () => {
    const { items } = await tutti.get<{ items: Delivery[] }>(`deliveries?channelId=${id}`);
    narrator.waiting(`The card is ${items[0]?.status ?? 'waiting'} …`);
    return items.find(({ status }) => status === 'accepted');
  });
