/** Owns the proof that a semicolon ends a statement only where Postgres says so. */
import { describe, expect, it } from "vitest";
import { splitSql } from "./split-sql.mts";

describe("statements", () => {
  it("end at a semicolon and keep the comments before them", () => {
    expect(splitSql("-- one; really\nselect 1;\n\n/* two; /* nested; */ */ select 2 ;;  ")).toEqual([
      "-- one; really\nselect 1",
      "/* two; /* nested; */ */ select 2",
    ]);
  });

  it.each([
    `select 'a;b', "c;d", 'it''s; fine'`,
    String.raw`select e'a\';b'`,
    "do $$ begin null; end $$",
    "create function f() returns text language sql as $body$ select $$a;b$$; $body$",
    "create function f() returns int language sql begin atomic select case when true then 1 end; select 2; end",
    "select $1, $2",
  ])("keep together %s", (statement) => {
    expect(splitSql(`${statement};\nselect 1;`)).toEqual([statement, "select 1"]);
  });

  it("survive what is never closed", () => {
    expect(splitSql("select $$ a; b")).toEqual(["select $$ a; b"]);
    expect(splitSql("/* a; b")).toEqual(["/* a; b"]);
    expect(splitSql("begin; update t set a = case when b then 1 end; commit;")).toHaveLength(3);
  });
});
