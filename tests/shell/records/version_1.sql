-- A file as version 1 wrote it.
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('ledger','{"started":true}');
CREATE TABLE peaks (
            month INTEGER PRIMARY KEY,
            demand REAL NOT NULL,
            at INTEGER
        );
CREATE TABLE quarters (
            start INTEGER PRIMARY KEY,
            imported INTEGER NOT NULL,
            record TEXT NOT NULL
        );
CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            charge_point TEXT NOT NULL,
            person TEXT,
            vehicle TEXT,
            status TEXT NOT NULL,
            started INTEGER NOT NULL,
            ended INTEGER,
            energy REAL NOT NULL,
            estimated REAL NOT NULL,
            solar REAL NOT NULL,
            battery_solar REAL NOT NULL,
            battery_grid REAL NOT NULL,
            battery_unknown REAL NOT NULL,
            unmeasured REAL NOT NULL,
            grid REAL NOT NULL,
            cost REAL,
            co2 REAL,
            distance REAL,
            charging_time REAL NOT NULL,
            max_power REAL,
            record TEXT NOT NULL
        ) WITHOUT ROWID;
INSERT INTO "sessions" VALUES('garage-20261001T000000Z','garage','anna',NULL,'finished',1790812800,1790841600,20000.0,0.0,12000.0,0.0,0.0,0.0,0.0,8000.0,2.4,1200.0,100.0,7200.0,11000.0,'{"id":"garage-20261001T000000Z","charge_point":"garage","charge_point_name":"Garage","started":"2026-10-01T00:00:00+00:00","ended":"2026-10-01T08:00:00+00:00","status":"finished","start_estimated":false,"end_estimated":false,"energy":20000.0,"estimated":0.0,"metering":"counter","meter_start":null,"meter_end":null,"sources":{"solar":12000.0,"grid":8000.0},"cost":2.4,"unpriced":0.0,"missed":0.0,"co2":1200.0,"charging_time":7200.0,"max_power":11000.0,"consumption":200.0,"profile":{"2026-10-01T00:00Z":20000.0},"tag":null,"card":null,"card_name":"","person":"anna","person_name":"Anna","group":null,"group_name":"","cost_centre":"","vehicle":null,"vehicle_name":""}');
INSERT INTO "sessions" VALUES('garage-20261003T000000Z','garage',NULL,NULL,'finished',1790985600,1791014400,20000.0,0.0,12000.0,0.0,0.0,0.0,0.0,8000.0,2.4,1200.0,100.0,7200.0,11000.0,'{"id":"garage-20261003T000000Z","charge_point":"garage","charge_point_name":"Garage","started":"2026-10-03T00:00:00+00:00","ended":"2026-10-03T08:00:00+00:00","status":"finished","start_estimated":false,"end_estimated":false,"energy":20000.0,"estimated":0.0,"metering":"counter","meter_start":null,"meter_end":null,"sources":{"solar":12000.0,"grid":8000.0},"cost":2.4,"unpriced":0.0,"missed":0.0,"co2":1200.0,"charging_time":7200.0,"max_power":11000.0,"consumption":200.0,"profile":{"2026-10-03T00:00Z":20000.0},"tag":null,"card":null,"card_name":"","person":null,"person_name":"","group":null,"group_name":"","cost_centre":"","vehicle":null,"vehicle_name":""}');
INSERT INTO "sessions" VALUES('street-20261002T000000Z','street','ben',NULL,'finished',1790899200,1790928000,20000.0,0.0,12000.0,0.0,0.0,0.0,0.0,8000.0,2.4,1200.0,100.0,7200.0,11000.0,'{"id":"street-20261002T000000Z","charge_point":"street","charge_point_name":"Street","started":"2026-10-02T00:00:00+00:00","ended":"2026-10-02T08:00:00+00:00","status":"finished","start_estimated":false,"end_estimated":false,"energy":20000.0,"estimated":0.0,"metering":"counter","meter_start":null,"meter_end":null,"sources":{"solar":12000.0,"grid":8000.0},"cost":2.4,"unpriced":0.0,"missed":0.0,"co2":1200.0,"charging_time":7200.0,"max_power":11000.0,"consumption":200.0,"profile":{"2026-10-02T00:00Z":20000.0},"tag":null,"card":null,"card_name":"","person":"ben","person_name":"Ben","group":null,"group_name":"","cost_centre":"","vehicle":null,"vehicle_name":""}');
CREATE INDEX sessions_by_start ON sessions (started);
CREATE INDEX sessions_by_point ON sessions (charge_point, started);
CREATE INDEX sessions_by_person ON sessions (person, started);
COMMIT;
