import { Card, CardBody, Flex, Text } from '@backstage/ui';

interface TotalProps {
  readonly label: string;
  /** `null` where it is not known. */
  readonly value: string | null;
  readonly remark?: string | null;
}

/** One big figure with what it is and what it leaves out. */
export const Total = ({ label, value, remark = null }: TotalProps) => (
  <Card>
    <CardBody>
      <Flex direction="column" gap="1">
        <Text color="secondary" variant="body-small">
          {label}
        </Text>
        <Text as="strong" variant="title-small" weight="bold">
          {value ?? 'not known'}
        </Text>
        <Text color="secondary" variant="body-small">
          {remark ?? ' '}
        </Text>
      </Flex>
    </CardBody>
  </Card>
);
