import { Button, Stack, Text } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import type { Rollout, ShadowComparison } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePermissions } from '../../../api/use-permissions';
import { planLink } from '../../../components/rollout/plan/plan-link';
import { Section } from '../../../components/section';
import { useFormat } from '../../../i18n/use-format';
import { comparedRows, type ComparedRow } from './comparison-rows';
import { PairBars } from './pair-bars';

interface ComparedProps {
  readonly comparison: ShadowComparison;
  readonly candidate: string;
}

/** A row's title; of the truth, of how many pictures it is known. */
const useTitle = ({ truth }: ShadowComparison): ((row: ComparedRow) => string) => {
  const { t } = useTranslation();
  return ({ by }) =>
    by === 'truth'
      ? t('rollout.comparison.truth', { count: truth?.frames ?? 0 })
      : t(`rollout.comparison.${by}`);
};

const Compared = ({ comparison, candidate }: ComparedProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const title = useTitle(comparison);
  const { agreement } = comparison;
  const said = (row: ComparedRow, value: number): string =>
    row.by === 'latency' ? format.milliseconds(value) : format.percent(value, 1);
  const bar = (row: ComparedRow, of: 'current' | 'candidate') => ({
    share: row.most === 0 ? 0 : row[of] / row.most,
    text: said(row, row[of]),
  });
  return (
    <div className="pairs">
      {agreement !== null && (
        <PairBars
          title={t('rollout.comparison.agreement')}
          bars={[
            {
              name: t('rollout.comparison.both'),
              tone: 1,
              share: agreement,
              text: format.percent(agreement, 1),
            },
          ]}
        />
      )}
      {comparedRows(comparison).map((row) => (
        <PairBars
          key={row.by}
          title={title(row)}
          bars={[
            { name: t('rollout.comparison.current'), tone: 1, ...bar(row, 'current') },
            { name: candidate, tone: 2, ...bar(row, 'candidate') },
          ]}
        />
      ))}
    </div>
  );
};

/** Of a shadow: how the new model did beside the one that runs, on all devices together. */
export const Comparison = ({ rollout }: { readonly rollout: Rollout }) => {
  const { t } = useTranslation();
  const mayManage = usePermissions()('deployments:manage');
  const { comparison, model, target } = rollout;
  return (
    <Section
      title={t('rollout.comparison.title')}
      actions={
        mayManage && (
          <Button
            component={Link}
            to={planLink(model.modelId, target)}
            size="xs"
            leftSection={<IconRocket size={15} aria-hidden="true" />}
          >
            {t('rollout.comparison.real')}
          </Button>
        )
      }
    >
      {comparison === null ? (
        <Text size="sm" c="dimmed">
          {t('rollout.comparison.none')}
        </Text>
      ) : (
        <Stack gap="md" data-frames={comparison.frames}>
          <Text size="sm" c="dimmed">
            {t('rollout.comparison.frames', { count: comparison.frames })}
          </Text>
          <Compared comparison={comparison} candidate={`${model.name} ${model.version}`} />
          {comparison.candidate.failures > 0 && (
            <Text size="sm" c="var(--tutti-bad)">
              {t('rollout.comparison.failures', { count: comparison.candidate.failures })}
            </Text>
          )}
        </Stack>
      )}
    </Section>
  );
};
