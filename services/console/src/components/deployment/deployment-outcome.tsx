import { Text } from '@mantine/core';
import type { Confirmation, Deployment } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { isOpen } from '../../api/deployments';
import { useFormat } from '../../i18n/use-format';
import { ToldFailure } from '../told-failure';
import { DeploymentProgress } from './deployment-progress';
import { isKnownCode, useFailureWord } from './failure-words';
import { reportWord } from './report-word';

interface Props {
  readonly deployment: Deployment;
}

const Small = ({ children }: { readonly children: string }) => (
  <Text size="xs" c="dimmed" className="wrap-anywhere">
    {children}
  </Text>
);

const Failure = ({ deployment: { failure } }: Props) => {
  const word = useFailureWord();
  if (failure === null) return null;
  const { code, message } = failure;
  return (
    <div data-failure={code}>
      <ToldFailure word={isKnownCode(code) ? word(code) : undefined} message={message} />
    </div>
  );
};

/** What it was judged by, or why it ended without being judged. */
const useClosing = (): ((deployment: Deployment) => string | undefined) => {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ status, results, meanScore, comparison, cancelCause }) => {
    if (status === 'cancelled')
      return cancelCause === null ? undefined : t(`deployments.cause.${cancelCause}`);
    if (status === 'superseded') return t('deployments.overtaken');
    if (status === 'decommissioned') return t('deployments.left');
    if (comparison !== null && comparison.agreement !== null)
      return t('deployments.agreement', {
        share: format.percent(comparison.agreement, 1),
        count: comparison.frames,
      });
    if (results === null) return undefined;
    const seen = t('deployments.soak', { count: results });
    return meanScore === null
      ? seen
      : `${seen} · ${t('deployments.meanScore', { score: format.percent(meanScore, 1) })}`;
  };
};

const WhileOpen = ({
  deployment,
  confirmation,
}: Props & { readonly confirmation: Confirmation | undefined }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { status, deferredUntil, cancelRefusal } = deployment;
  return (
    <>
      <DeploymentProgress deployment={deployment} confirmation={confirmation} />
      {status === 'deferred' && deferredUntil !== null && (
        <Small>{t('deployments.deferredUntil', { time: format.moment(Date.parse(deferredUntil)) })}</Small>
      )}
      {cancelRefusal !== null && status !== 'cancelling' && (
        <Text size="sm" c="var(--tutti-warn)" className="wrap-anywhere">
          {t('deployments.refused', { reason: cancelRefusal })}
        </Text>
      )}
    </>
  );
};

/** How far a deployment is, or what came of it. */
export const DeploymentOutcome = ({
  deployment,
  confirmation,
}: Props & { readonly confirmation?: Confirmation | undefined }) => {
  const { t } = useTranslation();
  const closing = useClosing();
  if (isOpen(deployment)) return <WhileOpen deployment={deployment} confirmation={confirmation} />;
  const said = closing(deployment);
  return (
    <>
      <Failure deployment={deployment} />
      {said !== undefined && <Text size="sm">{said}</Text>}
      {deployment.late && <Small>{t('deployments.late', { state: reportWord(deployment.late, t) })}</Small>}
    </>
  );
};
