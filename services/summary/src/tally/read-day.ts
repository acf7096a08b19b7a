import { snapshot } from '@tutti/database';
import type { DataSource } from 'typeorm';
import type { DayData } from './day-data';
import { daySpan, shiftDay } from './day-span';
import { deviceDaysOf, devicesAsOf, troubleOf } from './device-days';
import { deviceResultsOf, modelResultsOf } from './result-days';
import { datasetsOf, namesOf, rolloutsOf, runsBefore } from './work-days';

/** A day is held against so many before it. */
const daysBefore = [7, 6, 5, 4, 3, 2, 1];

/** Everything that is known of a day, as of one moment. */
export const readDay = (database: DataSource, date: string, timeZone: string): Promise<DayData> =>
  snapshot(database, async (manager) => {
    const span = daySpan(date, timeZone);
    const before = [];
    for (const days of daysBefore)
      before.push(await modelResultsOf(manager, daySpan(shiftDay(date, -days), timeZone)));
    const { models, streamNames, solutionNames, versionsByRun } = await namesOf(manager);
    return {
      span,
      devices: await devicesAsOf(manager, span.to),
      deviceDays: await deviceDaysOf(manager, span),
      ...(await troubleOf(manager, span)),
      deviceResults: await deviceResultsOf(manager, span),
      modelResults: await modelResultsOf(manager, span),
      daysBefore: before,
      ...{ models, streamNames, solutionNames },
      datasets: await datasetsOf(manager, span),
      runs: await runsBefore(manager, span.to, versionsByRun),
      ...(await rolloutsOf(manager, span)),
    };
  });
