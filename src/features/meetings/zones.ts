import { Temporal } from 'temporal-polyfill';

/** A zone with what its clocks show against UTC at that moment, such as "UTC+5:30". */
export interface ZoneFacts {
  readonly zone: string;
  readonly offset: string;
}

/** Zones people choose from: one per region whose clocks differ in the year, few enough for a select (100). */
const COMMON_ZONES: readonly string[] = [
  'UTC',
  ...['Abidjan', 'Accra', 'Addis_Ababa', 'Algiers', 'Cairo', 'Casablanca', 'Conakry', 'Dakar', 'Johannesburg', 'Kinshasa'].map(africa),
  ...['Lagos', 'Lusaka', 'Maputo', 'Nairobi', 'Tunis'].map(africa),
  ...['Anchorage', 'Argentina/Buenos_Aires', 'Bogota', 'Caracas', 'Chicago', 'Denver', 'Edmonton'].map(america),
  ...['Guyana', 'Halifax', 'Jamaica', 'Lima', 'Los_Angeles', 'Manaus', 'Mexico_City', 'Montevideo'].map(america),
  ...['New_York', 'Paramaribo', 'Phoenix', 'Regina', 'Santiago', 'Sao_Paulo', 'St_Johns', 'Toronto', 'Vancouver'].map(america),
  ...['Almaty', 'Amman', 'Baku', 'Bangkok', 'Beirut', 'Colombo', 'Dhaka', 'Dubai', 'Ho_Chi_Minh', 'Hong_Kong', 'Jakarta'].map(asia),
  ...['Jerusalem', 'Karachi', 'Kathmandu', 'Kolkata', 'Kuala_Lumpur', 'Manila', 'Qatar', 'Riyadh', 'Seoul'].map(asia),
  ...['Shanghai', 'Singapore', 'Taipei', 'Tehran', 'Tokyo', 'Yangon'].map(asia),
  ...['Adelaide', 'Brisbane', 'Darwin', 'Perth', 'Sydney'].map((name) => `Australia/${name}`),
  ...['Amsterdam', 'Athens', 'Berlin', 'Brussels', 'Bucharest', 'Dublin', 'Helsinki', 'Istanbul', 'Kyiv', 'Lisbon'].map(europe),
  ...['London', 'Madrid', 'Moscow', 'Oslo', 'Paris', 'Rome', 'Stockholm', 'Vienna', 'Warsaw', 'Zurich'].map(europe),
  ...['Atlantic/Reykjavik', 'Pacific/Auckland', 'Pacific/Fiji', 'Pacific/Honolulu', 'Pacific/Port_Moresby'],
];

function africa(name: string): string {
  return `Africa/${name}`;
}
function america(name: string): string {
  return `America/${name}`;
}
function asia(name: string): string {
  return `Asia/${name}`;
}
function europe(name: string): string {
  return `Europe/${name}`;
}

/** The zones to offer, the preferred ones first, each once, at most 100. */
export function listZones(preferred: readonly string[], now: Date): ZoneFacts[] {
  const all = [...new Set([...preferred, ...COMMON_ZONES])].slice(0, 100);
  return all.map((zone) => ({ zone, offset: offsetAt(zone, now) }));
}

function offsetAt(zone: string, now: Date): string {
  const { offset } = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
  const [, sign = '+', hours = '0', minutes = '00'] = /^([+-])0?(\d+):(\d\d)/.exec(offset) ?? [];
  if (hours === '0' && minutes === '00') return 'UTC';
  return `UTC${sign}${hours}${minutes === '00' ? '' : `:${minutes}`}`;
}
