import { SimpleGrid, Text } from '@mantine/core';
import { datasetTask, type DatasetTask } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import './task-field.css';

/** A lid with a dent: named as a whole, or found by boxes. */
export const TaskPicture = ({ task }: { readonly task: DatasetTask }) => (
  <svg viewBox="0 0 56 56" className="task-picture" aria-hidden="true">
    <rect width="56" height="56" rx="8" fill="var(--tutti-hover)" />
    <circle cx="28" cy="26" r="17" fill="var(--tutti-line)" />
    <circle cx="21" cy="21" r="4" fill="var(--mantine-color-gray-5)" />
    <circle cx="34" cy="32" r="3" fill="var(--mantine-color-gray-5)" />
    {task === 'object-detection' ? (
      <g fill="none" strokeWidth="2">
        <rect x="14.5" y="14.5" width="13" height="13" rx="1" stroke="#ee6677" />
        <rect x="28.5" y="26.5" width="11" height="11" rx="1" stroke="#4477aa" />
      </g>
    ) : (
      <g>
        <rect x="10" y="44" width="36" height="9" rx="3" fill="#ee6677" />
        <rect x="15" y="47.5" width="26" height="2" rx="1" fill="#000" />
      </g>
    )}
  </svg>
);

interface Props {
  readonly value: DatasetTask;
  readonly onChange: (task: DatasetTask) => void;
}

/** What is to be learnt, each in a picture and a sentence. */
export const TaskField = ({ value, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <div role="radiogroup" aria-label={t('datasets.form.task')}>
      <Text size="sm" fw={500} mb={4} aria-hidden="true">
        {t('datasets.form.task')}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {datasetTask.options.map((task) => (
          <label key={task} className="task-card">
            <input
              type="radio"
              name="task"
              value={task}
              checked={task === value}
              onChange={() => onChange(task)}
            />
            <TaskPicture task={task} />
            <span>
              <Text span size="sm" fw={600} display="block">
                {t(`datasets.task.${task}`)}
              </Text>
              <Text span size="xs" c="dimmed" display="block">
                {t(`datasets.taskHint.${task}`)}
              </Text>
            </span>
          </label>
        ))}
      </SimpleGrid>
    </div>
  );
};
