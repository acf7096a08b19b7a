import { Badge, Group, List, Stack, Text, Title } from '@mantine/core';
import type { ReportLine, Severity } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';

const order: readonly Severity[] = ['loss', 'skipped', 'note'];
const colours = { loss: 'red', skipped: 'orange', note: 'gray' } as const satisfies Readonly<
  Record<Severity, string>
>;

const Line = ({ line }: { readonly line: ReportLine }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { code, severity, count, examples } = line;
  const more = count - examples.length;
  return (
    <div data-report={code}>
      <Group gap={8} wrap="nowrap" align="flex-start">
        <Badge color={colours[severity]} variant="light" className="num" style={{ flex: 'none' }}>
          {format.number(count)}
        </Badge>
        <Text size="sm" fw={550}>
          {t(`imports.report.codes.${code}`)}
        </Text>
      </Group>
      <List size="xs" c="dimmed" mt={4} pl="md" aria-label={t('imports.report.examples')}>
        {examples.map(({ where, detail }, index) => (
          <List.Item key={index} className="wrap-anywhere">
            <span className="mono">{where}</span>: <span lang="en">{detail}</span>
          </List.Item>
        ))}
        {more > 0 && <List.Item>{t('imports.report.more', { count: more })}</List.Item>}
      </List>
    </div>
  );
};

/** What an import met, the worst first. */
export const ReportLines = ({ lines }: { readonly lines: readonly ReportLine[] }) => {
  const { t } = useTranslation();
  if (lines.length === 0) return <Text size="sm">{t('imports.report.nothing')}</Text>;
  const groups = order
    .map((severity) => ({ severity, of: lines.filter((line) => line.severity === severity) }))
    .filter(({ of }) => of.length > 0);
  return (
    <Stack gap="lg">
      {groups.map(({ severity, of }) => (
        <Stack gap="xs" key={severity}>
          <div>
            <Title order={3} fz="sm">
              {t(`imports.report.severity.${severity}`)}
            </Title>
            <Text size="xs" c="dimmed">
              {t(`imports.report.severityText.${severity}`)}
            </Text>
          </div>
          {of.map((line) => (
            <Line key={line.code} line={line} />
          ))}
        </Stack>
      ))}
    </Stack>
  );
};
