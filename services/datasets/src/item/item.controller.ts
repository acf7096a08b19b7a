import { Controller, Inject } from '@nestjs/common';
import type { Item } from '@tutti/contracts/datasets';
import { subjectOf } from '@tutti/event-store';
import { rowAsOf } from '@tutti/runtime';
import {
  answer,
  commandAnswer,
  commandOptions,
  Input,
  parseAsOf,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import type { HandledItem, Wish } from './item-desk';
import { itemListProjection } from './item-list.projection';
import { noSuchItem } from './item.decider';
import * as routes from './item.routes';
import { toItem } from './to-item';

type Changing = Omit<RouteInput<typeof routes.accept>, 'body'>;

@Controller('api/v1/items')
export class ItemController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(routes.get)
  async get(@Input() { params, query, position }: RouteInput<typeof routes.get>) {
    // What was is read from the log: no row must have come as far.
    const item = await this.existing(params.id, query.asOf === undefined ? position : 0);
    if (query.asOf === undefined) return answer(item, { version: item.version });
    const subject = subjectOf('datasets', 'item', params.id);
    const row = await rowAsOf(this.doors, itemListProjection, subject, parseAsOf(query.asOf));
    if (!row) throw noSuchItem();
    return answer(toItem(row), {});
  }

  @Route(routes.label)
  label(@Input() input: RouteInput<typeof routes.label>) {
    return this.change(input, { type: 'LabelItem', ...input.body });
  }

  @Route(routes.accept)
  accept(@Input() input: RouteInput<typeof routes.accept>) {
    return this.change(input, { type: 'AcceptPrediction' });
  }

  @Route(routes.withdraw)
  withdraw(@Input() input: RouteInput<typeof routes.withdraw>) {
    return this.change(input, { type: 'WithdrawLabel', ...input.body });
  }

  @Route(routes.review)
  review(@Input() input: RouteInput<typeof routes.review>) {
    return this.change(input, { type: 'ReviewLabel', ...input.body });
  }

  @Route(routes.exclude)
  exclude(@Input() input: RouteInput<typeof routes.exclude>) {
    return this.change(input, { type: 'ExcludeItem', ...input.body });
  }

  @Route(routes.restore)
  restore(@Input() input: RouteInput<typeof routes.restore>) {
    return this.change(input, { type: 'RestoreItem' });
  }

  private async change(input: Changing, wish: Wish) {
    const { id } = input.params;
    const handled = await this.doors.items.change(id, wish, commandOptions(input));
    return commandAnswer(await this.changed(id, handled), handled);
  }

  /** Folded from the log: whoever labels one item after another does not wait for the rows of each. */
  private async changed(id: string, { position, version }: HandledItem): Promise<Item> {
    const subject = subjectOf('datasets', 'item', id);
    const row = await rowAsOf(this.doors, itemListProjection, subject, { position });
    // A replica of the log may not have it yet; the rows wait until they do.
    return row?.version === version ? toItem(row) : this.existing(id, position);
  }

  private async existing(id: string, position: number): Promise<Item> {
    const item = await this.doors.itemView.find(id, position);
    if (item) return item;
    throw noSuchItem();
  }
}
