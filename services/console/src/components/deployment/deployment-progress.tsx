import { Progress, Text } from '@mantine/core';
import type { Confirmation, Deployment } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';

type Of<Kind> = Extract<Deployment['progress'], { kind: Kind }>;

const Download = ({ progress: { bytes, total } }: { readonly progress: Of<'download'> }) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <Progress
        value={total === 0 ? 0 : Math.min(1, bytes / total) * 100}
        size="sm"
        aria-label={t('deployments.downloadLabel')}
      />
      <Text size="xs" c="dimmed" className="num" mt={2}>
        {t('deployments.download', { bytes: format.bytes(bytes), total: format.bytes(total) })}
      </Text>
    </>
  );
};

interface SoakProps {
  readonly progress: Of<'soak'>;
  readonly confirmation: Confirmation | undefined;
}

const Soak = ({ progress: { results, meanScore }, confirmation }: SoakProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const seen = confirmation
    ? t('deployments.soakOf', { value: results, count: confirmation.results })
    : t('deployments.soak', { count: results });
  const score = meanScore !== null && t('deployments.meanScore', { score: format.percent(meanScore, 1) });
  return (
    <>
      {confirmation && (
        <Progress
          value={Math.min(1, results / confirmation.results) * 100}
          size="sm"
          color="teal"
          aria-label={t('deployments.soakLabel')}
        />
      )}
      <Text size="xs" c="dimmed" className="num" mt={2}>
        {[seen, score].filter(Boolean).join(' · ')}
      </Text>
    </>
  );
};

interface Props {
  readonly deployment: Deployment;
  /** What it takes to be confirmed, where that is known. */
  readonly confirmation?: Confirmation | undefined;
}

/** Bytes that have come, or results that were seen, as far as the device has told. */
export const DeploymentProgress = ({ deployment: { progress, mode }, confirmation }: Props) => {
  if (progress === null) return null;
  return (
    <div style={{ minWidth: 120, maxWidth: 280 }}>
      {progress.kind === 'download' ? (
        <Download progress={progress} />
      ) : (
        <Soak progress={progress} confirmation={mode === 'replace' ? confirmation : undefined} />
      )}
    </div>
  );
};
