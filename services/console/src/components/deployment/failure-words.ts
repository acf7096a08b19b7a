import type { Rollout } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { deployments } from '../../i18n/en/deployments';
import { goesOn } from '../rollout/goes-on';

/** The longest beginning of a code says what to do. */
const advice = [
  ['artifact.gone', 'gone'],
  ['artifact.', 'wire'],
  ['digest.', 'wire'],
  ['size.', 'wire'],
  ['disk.', 'disk'],
  ['signature.no-signer', 'signer'],
  ['signature.', 'signature'],
  ['score.', 'score'],
  ['silent', 'silent'],
  ['model.too-large', 'fit'],
  ['model.', 'model'],
  ['golden.', 'model'],
  ['task.', 'fit'],
  ['shadow.', 'fit'],
  ['latency.', 'slow'],
  ['wish.', 'agent'],
  ['timed-out.confirm', 'silent'],
  ['timed-out.', 'device'],
] as const;

type Advice = (typeof advice)[number][1] | 'any';

/** What to do about a device that failed so. */
export const adviceOn = (code: string): Advice =>
  advice.find(([beginning]) => code.startsWith(beginning))?.[1] ?? 'any';

/** Worth another try once that is done. */
const mendable: ReadonlySet<Advice> = new Set([
  ...(['disk', 'wire', 'signer', 'silent'] as const),
  ...(['agent', 'device', 'any'] as const),
]);

/** How such devices come to the model after all; a rollout that has ended is not tried again. */
export const nextAfter = (code: string, rollout: Pick<Rollout, 'status'>): 'retry' | 'plan' | undefined => {
  if (!mendable.has(adviceOn(code))) return undefined;
  return goesOn(rollout) ? 'retry' : 'plan';
};

/** What to do about a failure and, where its rollout is known, what comes then. */
export const useAdvice = (): ((code: string, rollout: Pick<Rollout, 'status'> | undefined) => string) => {
  const { t } = useTranslation();
  return (code, rollout) => {
    const next = rollout && nextAfter(code, rollout);
    const first = t(`deployments.failure.advice.${adviceOn(code)}`);
    return next ? `${first} ${t(`deployments.failure.then.${next}`)}` : first;
  };
};

type Known = keyof typeof deployments.failure.known;

/** Codes that have words in the reader's language. */
export const isKnownCode = (code: string): code is Known => Object.hasOwn(deployments.failure.known, code);

/** A failure in words; one of a newer device by its code. */
export const useFailureWord = (): ((code: string) => string) => {
  const { t } = useTranslation();
  return (code) => (isKnownCode(code) ? t(`deployments.failure.known.${code}`) : code);
};
