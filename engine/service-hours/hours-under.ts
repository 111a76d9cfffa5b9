import type { HoursIn, ServiceHours } from "#db/reads/service-hours.ts";

/**
 * The hours that hold where a workspace's and a policy's meet: the policy's week, in its time zone or the workspace's.
 * The workspace's holidays hold in either. Null: people are there at all times.
 */
export const hoursUnder = ({ workspace, policy }: HoursIn): ServiceHours | null => {
  if (policy === null) return workspace;
  if (policy === "always") return null;
  return {
    timeZone: policy.timeZone ?? workspace?.timeZone ?? "UTC",
    week: policy.week,
    holidays: workspace?.holidays ?? [],
    escalation: workspace?.escalation ?? [],
  };
};
