import { Controller, Inject } from '@nestjs/common';
import { blobErrors } from '@tutti/blob-store';
import { commonErrors } from '@tutti/contracts/common';
import { deviceErrors, deviceId, sha256 } from '@tutti/contracts/devices';
import { DomainError } from '@tutti/kernel';
import { defineRoute, Input, Route, type RouteInput } from '@tutti/service-kit';
import { z } from 'zod';
import { DOORS, type Doors } from '../open-doors';
import { maxPreviewBytes } from './previews';

const put = defineRoute({
  method: 'PUT',
  path: ':id/previews/:sha256',
  permission: 'device',
  summary: 'Send a preview picture of an input, by its digest',
  params: z.object({ id: deviceId, sha256 }),
  bytes: { types: ['image/jpeg', 'image/png', 'image/webp'], maxBytes: maxPreviewBytes },
  errors: [
    commonErrors['request.forbidden'],
    commonErrors['request.too-large'],
    deviceErrors['preview.invalid'],
    deviceErrors['preview.quota'],
    blobErrors['blob.digest-mismatch'],
    blobErrors['blob.storage-full'],
  ],
});

@Controller('api/v1/devices')
export class PreviewController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(put)
  async put(@Input() { params, body, principal }: RouteInput<typeof put>) {
    if (params.id !== principal.id)
      throw new DomainError(commonErrors['request.forbidden'], {
        detail: 'A device sends its own previews only.',
      });
    await this.doors.previews.put(params.id, params.sha256, body);
  }
}
