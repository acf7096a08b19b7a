import { Controller, Inject } from '@nestjs/common';
import { answer, assertTicketOf, Input, Route, type RouteInput } from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import * as routes from './job.routes';

/** What trainers call with the ticket of a job, each about its own run. */
@Controller('api/v1/jobs')
export class JobController {
  constructor(@Inject(DOORS) private readonly doors: Doors) {}

  @Route(routes.claim)
  claim(@Input() { params: { runId }, body, principal, metadata }: RouteInput<typeof routes.claim>) {
    assertTicketOf(runId, principal);
    return this.doors.jobs.desk.claim(runId, body, { metadata });
  }

  @Route(routes.report)
  report(@Input() { params: { runId }, body, principal, metadata }: RouteInput<typeof routes.report>) {
    assertTicketOf(runId, principal);
    return this.doors.jobs.desk.report(runId, body, { metadata });
  }

  @Route(routes.putFile)
  putFile(@Input() { params: { runId }, body, principal, metadata }: RouteInput<typeof routes.putFile>) {
    assertTicketOf(runId, principal);
    return this.doors.jobs.files.put(runId, body, { metadata });
  }

  @Route(routes.currentModel)
  async currentModel(@Input() { params: { runId }, principal }: RouteInput<typeof routes.currentModel>) {
    assertTicketOf(runId, principal);
    const { stream, size } = await this.doors.jobs.files.currentModel(runId);
    return answer(stream, { contentLength: size });
  }

  @Route(routes.result)
  async result(@Input() { params: { runId }, body, principal, metadata }: RouteInput<typeof routes.result>) {
    assertTicketOf(runId, principal);
    await this.doors.jobs.results.take(runId, body, { metadata });
  }

  @Route(routes.release)
  async release(
    @Input() { params: { runId }, body, principal, metadata }: RouteInput<typeof routes.release>,
  ) {
    assertTicketOf(runId, principal);
    await this.doors.jobs.desk.release(runId, body, { metadata });
  }

  @Route(routes.failure)
  async failure(
    @Input() { params: { runId }, body, principal, metadata }: RouteInput<typeof routes.failure>,
  ) {
    assertTicketOf(runId, principal);
    await this.doors.jobs.desk.fail(runId, body, { metadata });
  }
}
