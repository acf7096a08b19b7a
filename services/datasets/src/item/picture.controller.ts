import { Controller, Inject } from '@nestjs/common';
import {
  blobAnswer,
  commandAnswer,
  commandOptions,
  Input,
  Route,
  type BlobRequest,
  type RouteInput,
} from '@tutti/service-kit';
import { refused } from '../dataset/dataset-refusal.decider';
import { DOORS, type Doors } from '../open-doors';
import { noSuchItem } from './item.decider';
import type { ItemRow } from './item-list.projection';
import { blobNamespace, cacheControl } from './picture-intake';
import * as routes from './picture.routes';

interface Shown {
  readonly sha256: string;
  readonly contentType: string;
}

/** Authorised through the item: bytes of a dataset that was deleted are gone with it. */
@Controller('api/v1/items')
export class PictureController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(routes.picture)
  async picture(@Input() { params, headers, position }: RouteInput<typeof routes.picture>) {
    const { digest: sha256, mediaType: contentType } = await this.row(params.id, position);
    return this.shown({ sha256, contentType }, headers);
  }

  @Route(routes.thumbnail)
  async thumbnail(@Input() { params, headers, position }: RouteInput<typeof routes.thumbnail>) {
    const { thumbnail: sha256 } = await this.row(params.id, position);
    return this.shown({ sha256, contentType: 'image/jpeg' }, headers);
  }

  private async shown({ sha256, contentType }: Shown, headers: BlobRequest['headers']) {
    const request = { namespace: blobNamespace, sha256, headers };
    const found = await blobAnswer(this.doors.blobs, request, { contentType, cacheControl });
    if (found) return found;
    throw refused('item.picture-gone', 'The blob store has no such bytes. Restore its backup.');
  }

  private async row(id: string, position: number): Promise<ItemRow> {
    const row = await this.doors.itemView.row(id, position);
    if (row) return row;
    throw noSuchItem();
  }
}

@Controller('api/v1/datasets')
export class AddPictureController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(routes.add)
  async add(@Input() input: RouteInput<typeof routes.add>) {
    const { params, query, body } = input;
    await this.doors.items.rules(params.id);
    const { importId, ...given } = query;
    const source = { kind: 'upload', ...(importId === undefined ? {} : { importId }) } as const;
    const picture = { datasetId: params.id, content: body, source, ...given };
    const take = () => this.doors.intake.take(picture, commandOptions(input));
    const where = given.fileName ?? 'a picture without a name';
    const taken = await (importId === undefined
      ? take()
      : this.doors.imports.receive({ importId, datasetId: params.id, where }, take));
    const item = await this.doors.itemView.find(taken.id, taken.position);
    if (!item) throw noSuchItem();
    const location = `/api/v1/items/${taken.id}`;
    return commandAnswer(item, taken, { location, ...(taken.added ? {} : { status: 200 }) });
  }
}
