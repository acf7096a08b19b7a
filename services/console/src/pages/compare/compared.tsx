import { Alert, Anchor, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { EvaluationReport, Model, ModelComparison } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { pairAt, placeOf, type ClassPair } from '../../components/confusion/class-pair';
import { Matrix } from '../../components/confusion/matrix';
import { MatrixTable } from '../../components/confusion/matrix-table';
import { useClassNames } from '../../components/confusion/use-class-names';
import { MetricsTable } from '../../components/model/metrics-table';
import { modelName } from '../../components/model/model-name';
import { Section } from '../../components/section';
import { ClassTable } from './class-table';
import { SizeTable } from './size-table';

const SamePictures = ({ same }: { readonly same: boolean }) => {
  const { t } = useTranslation();
  return (
    <Alert
      color={same ? 'ink' : 'yellow'}
      variant="light"
      icon={same ? <IconInfoCircle /> : <IconAlertTriangle />}
      title={t(same ? 'models.compare.same' : 'models.compare.notSame')}
      data-same={same ? '' : undefined}
    />
  );
};

interface OneProps {
  readonly model: Model;
  readonly report: EvaluationReport | null;
  readonly chosen: ClassPair | undefined;
  readonly onChoose: (pair: ClassPair) => void;
}

const Judged = ({
  report,
  chosen,
  onChoose,
}: Omit<OneProps, 'model'> & { readonly report: EvaluationReport }) => {
  const { t } = useTranslation();
  const names = useClassNames(report);
  return (
    <>
      <Matrix
        names={names}
        confusion={report.confusion}
        chosen={chosen && placeOf(report, chosen)}
        onChoose={(place) => onChoose(pairAt(report, place))}
        hint={t('models.compare.hint')}
      />
      <MatrixTable names={names} confusion={report.confusion} />
    </>
  );
};

const One = ({ model, report, ...choice }: OneProps) => {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" miw={0}>
      <Anchor component={Link} to={`/models/${model.id}/evaluation`} size="sm" fw={600}>
        {modelName(model)}
      </Anchor>
      {report ? (
        <Judged report={report} {...choice} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('models.compare.notJudged')}
        </Text>
      )}
    </Stack>
  );
};

/** Metrics, classes, confusions, size and speed of two models; the second is measured against the first. */
export const Compared = ({ comparison }: { readonly comparison: ModelComparison }) => {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<ClassPair>();
  const { models, evaluations, samePictures } = comparison;
  const [a, b] = models;
  const [ofA, ofB] = evaluations;
  return (
    <Stack gap="md">
      {ofA && ofB && <SamePictures same={samePictures} />}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        {b.metrics && (
          <Section title={t('models.metrics.title')}>
            <MetricsTable
              name={modelName(b)}
              metrics={b.metrics}
              baseline={a.metrics}
              columns={[modelName(b), modelName(a)]}
            />
          </Section>
        )}
        <SizeTable models={models} />
      </SimpleGrid>
      {ofA && ofB && <ClassTable models={models} evaluations={[ofA, ofB]} />}
      <Section title={t('models.compare.confusions')}>
        <Text size="sm" c="dimmed" mb="md">
          {t('models.confusion.text')}
        </Text>
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
          <One model={a} report={ofA} chosen={chosen} onChoose={setChosen} />
          <One model={b} report={ofB} chosen={chosen} onChoose={setChosen} />
        </SimpleGrid>
      </Section>
    </Stack>
  );
};
