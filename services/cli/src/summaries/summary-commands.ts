import { Command } from 'commander';
import { readAccess } from '../config';
import { RestClient } from '../rest/rest-client';
import { chooseChannels, type Known, type Wish } from './choose-channels';
import { SummaryClient } from './summary-client';

interface DeliverOptions extends Wish {
  readonly reason?: string;
  readonly url?: string;
  readonly json?: boolean;
}

const told = ({ summary, channels }: Known, channelIds: readonly string[]): string => {
  if (channelIds.length === 0)
    return `No channel lacks ${summary.date}. With --channel or --all it is sent once more.`;
  const names = channels.filter(({ id }) => channelIds.includes(id)).map(({ name }) => name);
  return `${summary.date} is on its way to ${names.join(', ')}.`;
};

const deliver = async (date: string, given: DeliverOptions): Promise<void> => {
  if (given.channel && given.all) throw new Error('Say which channels: --channel or --all, not both.');
  const client = new SummaryClient(new RestClient(readAccess(given)));
  const known = await client.known(date);
  const channelIds = chooseChannels(known, given);
  const { reason } = given;
  const body = { channelIds, ...(reason === undefined ? {} : { reason }) };
  const deliveryIds = channelIds.length === 0 ? [] : await client.deliver(date, body);
  console.log(given.json ? JSON.stringify({ deliveryIds }, null, 2) : told(known, channelIds));
};

/** `tutti summaries …` */
export const summaryCommands = (): Command => {
  const summaries = new Command('summaries').description('what happened on a day, as channels are told');
  summaries
    .command('deliver <date>')
    .description('sends a day to the channels that take days and have not got it')
    .option('-c, --channel <names...>', 'to exactly these, by name or id, whether they have it or not')
    .option('--all', 'to all that take days, whether they have it or not')
    .option('--reason <text>', 'why')
    .option('--url <url>', 'where Tutti is; TUTTI_URL, else http://127.0.0.1:8080')
    .option('--json', 'as REST answers it, for programs')
    .action(deliver);
  return summaries;
};
