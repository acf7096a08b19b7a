import { Badge, Group } from '@mantine/core';
import type { Tags } from '@tutti/contracts/devices';
import { tagsToText } from '../lib/tag-text';

/** Tags as people write them. */
export const TagList = ({ tags, limit = Infinity }: { readonly tags: Tags; readonly limit?: number }) => {
  const all = tagsToText(tags);
  return (
    <Group gap={4} wrap={limit === Infinity ? 'wrap' : 'nowrap'}>
      {all.slice(0, limit).map((tag) => (
        <Badge key={tag} variant="default" radius="sm" tt="none" fw={450}>
          {tag}
        </Badge>
      ))}
      {all.length > limit && (
        <Badge variant="default" radius="sm" fw={450} title={all.slice(limit).join(', ')}>
          +{all.length - limit}
        </Badge>
      )}
    </Group>
  );
};
