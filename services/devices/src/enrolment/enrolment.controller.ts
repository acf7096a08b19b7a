import { Controller, Inject } from '@nestjs/common';
import { commonErrors } from '@tutti/contracts/common';
import { deviceErrors } from '@tutti/contracts/devices';
import { DomainError } from '@tutti/kernel';
import {
  answer,
  commandAnswer,
  commandOptions,
  Input,
  PageTokens,
  Route,
  type RouteInput,
} from '@tutti/service-kit';
import { DOORS, type Doors } from '../open-doors';
import * as routes from './enrolment.routes';

/** A device speaks for itself alone. */
const assertOwn = (asked: string, principal: { readonly id: string }): void => {
  if (asked !== principal.id)
    throw new DomainError(commonErrors['request.forbidden'], { detail: 'A device asks about itself only.' });
};

@Controller('api/v1/enrolments')
export class EnrolmentController {
  constructor(
    @Inject(DOORS) private readonly doors: Doors,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.challenges)
  challenges(@Input() { address }: RouteInput<typeof routes.challenges>) {
    this.doors.limits.take(address);
    return this.doors.challenges.issue();
  }

  @Route(routes.ask)
  async ask(@Input() { body, address }: RouteInput<typeof routes.ask>) {
    this.doors.limits.take(address);
    const asked = await this.doors.asking.ask(body);
    const { id } = asked.answer;
    return answer(asked.answer, { status: asked.fresh ? 201 : 202, location: `/api/v1/enrolments/${id}` });
  }

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.doors.enrolments.page(query, position, this.pageTokens);
  }

  @Route(routes.get)
  async get(@Input() { params, principal, address }: RouteInput<typeof routes.get>) {
    this.doors.limits.take(address);
    assertOwn(params.id, principal);
    const standing = await this.doors.asking.standing(params.id, principal.publicKey);
    if (!standing)
      throw new DomainError(deviceErrors['enrolment.not-found'], {
        detail: 'No request with this key waits. Ask (again) to join.',
      });
    return { id: params.id, ...standing };
  }

  @Route(routes.accept)
  async accept(@Input() input: RouteInput<typeof routes.accept>) {
    const { id } = input.params;
    const handled = await this.doors.answering.accept(id, input.body, commandOptions(input));
    return commandAnswer({ id, status: 'accepted' as const, reason: null }, handled);
  }

  @Route(routes.reject)
  async reject(@Input() input: RouteInput<typeof routes.reject>) {
    const { params, body } = input;
    const handled = await this.doors.answering.reject(params.id, body, commandOptions(input));
    return commandAnswer(
      { id: params.id, status: 'rejected' as const, reason: body.reason ?? null },
      handled,
    );
  }

  @Route(routes.credentials)
  credentials(@Input() { params, principal }: RouteInput<typeof routes.credentials>) {
    assertOwn(params.id, principal);
    return this.doors.issuer.issue(principal.id, principal.publicKey);
  }
}
