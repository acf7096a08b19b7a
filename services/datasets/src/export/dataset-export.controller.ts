import { Readable } from 'node:stream';
import { Controller, Inject } from '@nestjs/common';
import { answer, attachment, authIdOf, Input, isKnownTag, Route, type RouteInput } from '@tutti/service-kit';
import type { DatasetRow } from '../dataset/dataset-list.projection';
import { noSuchDataset } from '../dataset/dataset-refusal.decider';
import { fileNameOf } from '../item/file-name';
import { DOORS, type Doors } from '../open-doors';
import { noSuchVersion } from '../version/dataset-version.view';
import { exportTag } from './dataset-exports';
import * as routes from './dataset-export.routes';

const nameOf = ({ name }: DatasetRow, format: string, version: number | undefined): string =>
  `${fileNameOf(name) ?? 'dataset'}${version === undefined ? '' : `-v${version}`}-${format}.zip`;

@Controller('api/v1/datasets')
export class DatasetExportController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(routes.download)
  download(@Input() input: RouteInput<typeof routes.download>) {
    return this.doors.exports.inPlace(authIdOf(input.principal), () => this.made(input));
  }

  private async made({ params, query, headers, position, signal }: RouteInput<typeof routes.download>) {
    const { format, version, lossy } = query;
    const dataset = await this.doors.datasetView.row(params.id, position);
    if (!dataset) throw noSuchDataset();
    const content = await (version === undefined
      ? this.doors.exports.ofNow(dataset, signal)
      : this.frozen(dataset, version, position));
    const etag = exportTag(content, query);
    // Whoever has it already is not kept waiting for another look through all items.
    if (isKnownTag(headers['if-none-match'], etag)) return answer(Readable.from([]), { etag });
    const { size, stream } = await this.doors.exports.archive(content, { format, lossy, signal });
    return answer(stream, {
      etag,
      contentLength: size,
      headers: attachment(nameOf(dataset, format, version)),
    });
  }

  private async frozen(dataset: DatasetRow, version: number, position: number) {
    const row = await this.doors.versionView.find(dataset.id, version, position);
    if (!row) throw noSuchVersion();
    return this.doors.exports.ofVersion(dataset, row);
  }
}
