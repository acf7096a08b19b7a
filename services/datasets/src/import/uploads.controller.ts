import { Controller, Inject } from '@nestjs/common';
import { Input, Route, type RouteInput } from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import { uploads as routes, uploadsPath } from './uploads.routes';

/** Archives to import, in pieces that survive cuts. */
@Controller(uploadsPath)
export class UploadsController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(routes.create)
  create(@Input() input: RouteInput<typeof routes.create>) {
    return this.doors.uploads.create(input);
  }

  @Route(routes.show)
  show(@Input() input: RouteInput<typeof routes.show>) {
    return this.doors.uploads.show(input);
  }

  @Route(routes.append)
  append(@Input() input: RouteInput<typeof routes.append>) {
    return this.doors.uploads.append(input);
  }

  @Route(routes.abandon)
  abandon(@Input() input: RouteInput<typeof routes.abandon>) {
    return this.doors.uploads.abandon(input);
  }
}
