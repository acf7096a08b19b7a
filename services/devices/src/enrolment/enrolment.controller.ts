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
import { DeviceCredentialsIssuer } from '../device-auth/device-credentials';
import { AnswerRequest } from './answer-request';
import { AskToJoin } from './ask-to-join';
import { Challenges } from './challenges';
import { EnrolmentLimits } from './enrolment-limits';
import * as routes from './enrolment.routes';
import { EnrolmentView } from './enrolment.view';

/** A device speaks for itself alone. */
const assertOwn = (asked: string, principal: { readonly id: string }): void => {
  if (asked !== principal.id)
    throw new DomainError(commonErrors['request.forbidden'], { detail: 'A device asks about itself only.' });
};

@Controller('api/v1/enrolments')
export class EnrolmentController {
  constructor(
    @Inject(AskToJoin) private readonly asking: AskToJoin,
    @Inject(AnswerRequest) private readonly answering: AnswerRequest,
    @Inject(EnrolmentView) private readonly view: EnrolmentView,
    @Inject(Challenges) private readonly nonces: Challenges,
    @Inject(EnrolmentLimits) private readonly limits: EnrolmentLimits,
    @Inject(DeviceCredentialsIssuer) private readonly issuer: DeviceCredentialsIssuer,
    @Inject(PageTokens) private readonly pageTokens: PageTokens,
  ) {}

  @Route(routes.challenges)
  challenges(@Input() { address }: RouteInput<typeof routes.challenges>) {
    this.limits.take(address);
    return this.nonces.issue();
  }

  @Route(routes.ask)
  async ask(@Input() { body, address }: RouteInput<typeof routes.ask>) {
    this.limits.take(address);
    const asked = await this.asking.ask(body);
    const { id } = asked.answer;
    return answer(asked.answer, { status: asked.fresh ? 201 : 202, location: `/api/v1/enrolments/${id}` });
  }

  @Route(routes.list)
  list(@Input() { query, position }: RouteInput<typeof routes.list>) {
    return this.view.page(query, position, this.pageTokens);
  }

  @Route(routes.get)
  async get(@Input() { params, principal, address }: RouteInput<typeof routes.get>) {
    this.limits.take(address);
    assertOwn(params.id, principal);
    const standing = await this.asking.standing(params.id, principal.publicKey);
    if (!standing)
      throw new DomainError(deviceErrors['enrolment.not-found'], {
        detail: 'No request with this key waits. Ask (again) to join.',
      });
    return { id: params.id, ...standing };
  }

  @Route(routes.accept)
  async accept(@Input() input: RouteInput<typeof routes.accept>) {
    const { id } = input.params;
    const handled = await this.answering.accept(id, input.body, commandOptions(input));
    return commandAnswer({ id, status: 'accepted' as const, reason: null }, handled);
  }

  @Route(routes.reject)
  async reject(@Input() input: RouteInput<typeof routes.reject>) {
    const { params, body } = input;
    const handled = await this.answering.reject(params.id, body, commandOptions(input));
    return commandAnswer(
      { id: params.id, status: 'rejected' as const, reason: body.reason ?? null },
      handled,
    );
  }

  @Route(routes.credentials)
  credentials(@Input() { params, principal }: RouteInput<typeof routes.credentials>) {
    assertOwn(params.id, principal);
    return this.issuer.issue(principal.id, principal.publicKey);
  }
}
