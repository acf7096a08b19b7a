import { Controller, Inject } from '@nestjs/common';
import { answer, commandAnswer, commandOptions, Input, Route, type RouteInput } from '@tutti/service-kit';
import { SUMMARIES, type SummaryDoors } from './open-daily-summaries';
import { settingsId, summarySettingsDecider } from './summary-settings.decider';
import * as routes from './summary.routes';

@Controller('api/v1/summary-settings')
export class SummarySettingsController {
  constructor(@Inject(SUMMARIES) private readonly doors: SummaryDoors) {}

  @Route(routes.settings)
  async get() {
    const { settings, version } = await this.doors.summaries.settings();
    return answer(settings, { version });
  }

  @Route(routes.changeSettings)
  async change(@Input() input: RouteInput<typeof routes.changeSettings>) {
    const command = { type: 'ChangeSettings', settings: input.body } as const;
    const handled = await this.doors.aggregates.handle(
      summarySettingsDecider,
      settingsId,
      command,
      commandOptions(input),
    );
    return commandAnswer(handled.state, handled);
  }
}
