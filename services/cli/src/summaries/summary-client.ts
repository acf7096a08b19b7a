import {
  channelList,
  deliverAnswer,
  deliveryList,
  summary,
  type Channel,
  type Delivery,
} from '@tutti/contracts/summary';
import type { RestClient } from '../rest/rest-client';
import type { Known } from './choose-channels';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string;
}

const all = async <Item>(page: (token: string) => Promise<Page<Item>>): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let token = '';
  do {
    const { items: more, nextPageToken } = await page(token);
    items.push(...more);
    token = nextPageToken;
  } while (token !== '');
  return items;
};

const query = (asked: Readonly<Record<string, string>>, token: string): string =>
  new URLSearchParams({ ...asked, ...(token === '' ? {} : { pageToken: token }) }).toString();

/** Daily summaries and where they go, by REST. */
export class SummaryClient {
  constructor(private readonly rest: RestClient) {}

  async known(date: string): Promise<Known> {
    const found = await this.rest.call({ method: 'GET', path: this.#pathOf(date), answer: summary });
    return { summary: found, channels: await this.#channels(), deliveries: await this.#deliveries(date) };
  }

  /** Answers with the ids of the deliveries. */
  async deliver(
    date: string,
    body: { readonly channelIds: readonly string[]; readonly reason?: string },
  ): Promise<readonly string[]> {
    const path = `${this.#pathOf(date)}/deliveries`;
    return (await this.rest.call({ method: 'POST', path, body, answer: deliverAnswer })).deliveryIds;
  }

  #pathOf(date: string): string {
    return `summaries/${encodeURIComponent(date)}`;
  }

  #channels(): Promise<readonly Channel[]> {
    return all((token) =>
      this.rest.call({
        method: 'GET',
        path: `channels?${query({ pageSize: '500' }, token)}`,
        answer: channelList,
      }),
    );
  }

  #deliveries(date: string): Promise<readonly Delivery[]> {
    return all((token) =>
      this.rest.call({
        method: 'GET',
        path: `deliveries?${query({ date, pageSize: '500' }, token)}`,
        answer: deliveryList,
      }),
    );
  }
}
