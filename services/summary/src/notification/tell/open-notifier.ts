import type { Foundation } from '../../open-summary';
import { openWatch } from '../watch/open-watch';
import { Causes } from './causes';
import { Notifier } from './notifier';
import { usualTellRules } from './tell-rules';

/** What notices, and what tells. */
export const openNotifier = (base: Foundation) => {
  const causes = new Causes(base.database, base.clock);
  const notifier = new Notifier({ ...base, rules: base.tellRules ?? usualTellRules });
  return { notifier, watch: openWatch(base, causes) };
};
