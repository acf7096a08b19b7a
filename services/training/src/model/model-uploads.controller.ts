import { Controller, Inject } from '@nestjs/common';
import { Input, Route, type RouteInput } from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import { modelUploadsPath, uploads as routes } from './model.routes';

/** ONNX files to import, in pieces that survive cuts. */
@Controller(modelUploadsPath)
export class ModelUploadsController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(routes.create)
  create(@Input() input: RouteInput<typeof routes.create>) {
    return this.doors.modelUploads.create(input);
  }

  @Route(routes.show)
  show(@Input() input: RouteInput<typeof routes.show>) {
    return this.doors.modelUploads.show(input);
  }

  @Route(routes.append)
  append(@Input() input: RouteInput<typeof routes.append>) {
    return this.doors.modelUploads.append(input);
  }

  @Route(routes.abandon)
  abandon(@Input() input: RouteInput<typeof routes.abandon>) {
    return this.doors.modelUploads.abandon(input);
  }
}
