import { Button, Stack, Text } from '@mantine/core';
import type { EvaluationReport, Model } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import type { ClassPair } from '../../../components/confusion/class-pair';
import { Section } from '../../../components/section';
import { ExamplePicture } from './example-picture';
import { shows } from './example-kinds';
import { MoreOfClass } from './more-of-class';

interface Props {
  readonly model: Model;
  readonly report: EvaluationReport;
  /** Only those that show this. */
  readonly kind: ClassPair | undefined;
  readonly onClear: () => void;
}

/** The pictures that the model got most wrong; of one kind where a cell is chosen. */
export const Examples = ({ model, report, kind, onClear }: Props) => {
  const { t } = useTranslation();
  const names = new Map(report.classes.map(({ key, name }) => [key, name]));
  const nameOf = (key: string): string => names.get(key) ?? key;
  const { examples, task } = report;
  const shown = kind ? examples.filter((example) => shows(example, kind)) : examples;
  const side = (key: string | null): string => (key === null ? t('models.confusion.nothing') : nameOf(key));
  return (
    <Section
      title={t('models.examples.title')}
      {...(kind ? { aside: `${side(kind.truth)} → ${side(kind.predicted)}` } : {})}
      actions={
        kind && (
          <Button size="xs" variant="default" onClick={onClear}>
            {t('models.confusion.clear')}
          </Button>
        )
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {examples.length === 0
            ? t('models.examples.none')
            : t('models.examples.text', { count: examples.length })}{' '}
          {task === 'object-detection' && examples.length > 0 && t('models.examples.key')}
        </Text>
        {kind && shown.length === 0 && (
          <Text size="sm" role="status">
            {t('models.examples.noneOfCell')}
          </Text>
        )}
        <MoreOfClass model={model} report={report} kind={kind} nameOf={nameOf} />
        {shown.length > 0 && (
          <ul className="example-grid" aria-label={t('models.examples.list')}>
            {shown.map((example) => (
              <li key={`${example.digest} ${example.thumbnail.digest}`}>
                <ExamplePicture modelId={model.id} example={example} nameOf={nameOf} />
              </li>
            ))}
          </ul>
        )}
      </Stack>
    </Section>
  );
};
