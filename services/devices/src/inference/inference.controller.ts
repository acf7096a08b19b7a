import { Controller, Inject } from '@nestjs/common';
import { deviceErrors } from '@tutti/contracts/devices';
import { DomainError } from '@tutti/kernel';
import { answer, Input, PageTokens, Route, type RouteInput } from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import { inferenceRates } from './inference-rates';
import * as routes from './inference.routes';
import { toInference } from './inference.view';

const notFound = (detail: string): DomainError =>
  new DomainError(deviceErrors['inference.not-found'], { detail });

@Controller('api/v1/inferences')
export class InferenceController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.list)
  list(@Input() { query }: RouteInput<typeof routes.list>) {
    return this.doors.inferences.page(query, this.pageTokens);
  }

  @Route(routes.rates)
  rates(@Input() { query }: RouteInput<typeof routes.rates>) {
    return inferenceRates(this.doors.database, query, this.doors.stepsOptions());
  }

  @Route(routes.get)
  async get(@Input() { params }: RouteInput<typeof routes.get>) {
    return toInference(await this.find(params.id));
  }

  @Route(routes.image)
  async image(@Input() { params }: RouteInput<typeof routes.image>) {
    const { picture } = await this.find(params.id);
    const blob = picture && (await this.doors.previews.open(picture));
    if (!picture || !blob) throw notFound('Its picture has expired, or there never was one.');
    return answer(blob.stream, {
      contentType: picture.type,
      contentLength: blob.size,
      etag: picture.sha256,
      cacheControl: 'private, max-age=86400, immutable',
    });
  }

  private async find(id: string) {
    const row = await this.doors.inferences.find(id);
    if (!row) throw notFound('There is no result with this id, or it has expired.');
    return row;
  }
}
