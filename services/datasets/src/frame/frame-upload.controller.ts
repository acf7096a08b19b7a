import { Controller, Inject } from '@nestjs/common';
import { Input, Route, type RouteInput } from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import { uploads as routes } from './frame.routes';

/** Where devices send the pictures that they chose, in pieces that survive cuts. */
@Controller('api/v1/frame-uploads')
export class FrameUploadController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(routes.create)
  create(@Input() input: RouteInput<typeof routes.create>) {
    return this.doors.frameUploads.create(input);
  }

  @Route(routes.show)
  show(@Input() input: RouteInput<typeof routes.show>) {
    return this.doors.frameUploads.show(input);
  }

  @Route(routes.append)
  append(@Input() input: RouteInput<typeof routes.append>) {
    return this.doors.frameUploads.append(input);
  }

  @Route(routes.abandon)
  abandon(@Input() input: RouteInput<typeof routes.abandon>) {
    return this.doors.frameUploads.abandon(input);
  }
}
