create table if not exists entries (id integer primary key, title text);
