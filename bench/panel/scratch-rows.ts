import type pg from "pg";

/** As large as the product promises to stay quick with. */
export const scale = { tenants: 40, servers: 2_000, snapshots: 50_000, activities: 50_000, operations: 5_000 } as const;

const perServer = scale.snapshots / scale.servers;

/** Each server's snapshots lie a day apart, the newest now; every 20th is locked, every 7th holds RAM. */
const statements = [
  `insert into tenants (id, name)
   select uuidv7(), 'Tenant ' || lpad(n::text, 2, '0') from generate_series(1, ${scale.tenants}) n`,
  `insert into users (id, email, name, locale)
   select uuidv7(), 'person' || n || '@scratch.example', 'Person ' || n, 'en'
     from generate_series(1, ${scale.tenants * 3}) n`,
  `insert into memberships (tenant_id, user_id, role)
   select t.id, u.id, (array['owner', 'operator', 'viewer'])[1 + (u.place - 1) % 3]::"TenantRole"
     from (select id, row_number() over (order by name) as place from tenants) t
     join (select id, row_number() over (order by id) as place from users where not is_admin) u
       on (u.place - 1) / 3 = t.place - 1`,
  `insert into images (id, name, state, disk_bytes) values (uuidv7(), 'Debian', 'ready', 1073741824)`,
  `insert into servers (id, tenant_id, image_id, name, state, agent, vcpus, memory_bytes, web_port, started_at)
   select uuidv7(), t.id, (select id from images), 'srv-' || lpad(n::text, 4, '0'),
          (case when n % 5 = 0 then 'stopped' else 'running' end)::"ServerState", n % 5 <> 0, 1 + n % 4,
          268435456::bigint * (1 + n % 8), 20000 + n, now() - interval '3 days'
     from generate_series(1, ${scale.servers}) n
     join (select id, row_number() over (order by name) as place from tenants) t
       on t.place = 1 + n % ${scale.tenants}`,
  `insert into disks (id, server_id, position, size_bytes, used_bytes)
   select uuidv7(), id, 0, 10737418240, 2147483648 from servers`,
  `insert into nics (id, server_id, position, mac)
   select uuidv7(), id, 0, '52:54:00:' || lpad(to_hex(n / 65536), 2, '0') || ':' ||
          lpad(to_hex(n / 256 % 256), 2, '0') || ':' || lpad(to_hex(n % 256), 2, '0')
     from (select id, row_number() over (order by name)::int as n from servers) s`,
  `insert into snapshots (id, tenant_id, server_id, name, name_key, mode, state, origin, consistency, config, pause_ms,
                          disk_bytes, memory_bytes, taken_at, expires_at, created_at, created_by_id)
   select uuidv7(), s.tenant_id, s.id, x.name, x.name, x.mode::"SnapshotMode",
          (case when n % 97 = 0 then 'failed' else 'ready' end)::"SnapshotState", 'manual',
          (case x.mode when 'memory' then 'memory' when 'stop' then 'stopped' else 'crash' end)::"Consistency",
          jsonb_build_object('vcpus', s.vcpus, 'memoryBytes', s.memory_bytes, 'disks', jsonb_build_array(),
                             'nics', jsonb_build_array()),
          20 + n % 60, (n + 1) * 10000000::bigint, case when x.mode = 'memory' then s.memory_bytes end,
          x.at, case when n % 4 = 0 then x.at + interval '60 days' end, x.at, u.id
     from servers s
     cross join generate_series(0, ${perServer - 1}) n
     cross join lateral (
       select 'before-update-' || s.name || '-' || n as name, now() - n * interval '1 day' as at,
              case when n % 7 = 0 then 'memory' when n % 7 = 3 then 'stop' else 'disks' end as mode) x
     join lateral (select user_id as id from memberships m where m.tenant_id = s.tenant_id limit 1) u on true`,
  `update servers v set current_snapshot_id =
     (select s.id from snapshots s where s.server_id = v.id and s.state = 'ready' order by s.taken_at desc limit 1)`,
  `insert into holds (id, snapshot_id, user_id, reason)
   select uuidv7(), s.id, s.created_by_id, 'keep'
     from (select *, row_number() over (order by id) as place from snapshots) s where s.place % 20 = 0`,
  `insert into operations (id, kind, state, tenant_id, server_id, snapshot_id, subject, input, journal, percent,
                           created_by_id, created_at, started_at, finished_at)
   select uuidv7(), 'snapshot.create', (case when s.state = 'failed' then 'failed' else 'done' end)::"OperationState",
          s.tenant_id, s.server_id, s.id, jsonb_build_object('server', v.name, 'snapshot', s.name), '{}', '[]', 100,
          s.created_by_id, s.created_at, s.created_at, s.created_at + interval '2 seconds'
     from snapshots s join servers v on v.id = s.server_id order by s.created_at desc limit ${scale.operations}`,
  `insert into activities (id, at, event, tenant_id, server_id, actor_id, actor_name, address, outcome, details)
   select uuidv7(), s.created_at, 'snapshot.create', s.tenant_id, s.server_id, s.created_by_id, 'Person', '127.0.0.1',
          'ok', jsonb_build_object('server', v.name, 'snapshot', s.name)
     from snapshots s join servers v on v.id = s.server_id limit ${scale.activities}`,
];

/** Fills an empty, migrated database and lets the planner know it. */
export const fillScratch = async (client: pg.Client): Promise<void> => {
  for (const statement of statements) await client.query(statement);
  await client.query("vacuum analyze");
};
