create table if not exists entries (
  id bigint generated always as identity primary key,
  what text not null,
  amount numeric(12, 2) not null,
  at timestamptz not null default now()
);
