#!/usr/bin/env python3
"""Makes the sample catalogue: sample-data/files/ and sample-data/media.ndjson.

Everything is synthesised here (tones, noise, drawn pictures, hand-written PDF), so nothing has a licence to keep.
Needs Debian's packages python3, ffmpeg, lame and flac:

    apt-get install python3 ffmpeg lame flac && sample-data/make-sample-data.py

Seeds, uuids and times are fixed and the encoders run single-threaded and "bitexact": with the same encoder versions
(made with Debian 12's) the result is the same, byte for byte. It is built beside the old one, checked, then swapped in.
"""
import json
import math
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import uuid
import zlib
from pathlib import Path
from urllib.parse import quote, unquote

HERE = Path(__file__).resolve().parent
UUID_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://example.com/release-media/sample-data")
LIMIT = 2_000_000

# ---------------------------------------------------------------------------------------------------- sound


def tones(seconds, rate, notes, channels=2, noise=0.0, seed=1):
    """A plucked chord: floats in -1..1, one tuple of channels a sample."""
    dice = random.Random(seed)
    frames = []
    for i in range(round(seconds * rate)):
        t = i / rate
        frame = []
        for channel in range(channels):
            level = dice.uniform(-noise, noise) if noise else 0.0
            for order, note in enumerate(notes):
                start = 0.15 * order
                if t >= start:
                    swell = math.exp(-2.5 * (t - start)) * min(1.0, (t - start) * 200)
                    level += 0.5 / len(notes) * swell * math.sin(2 * math.pi * note * t + channel * 0.4)
            frame.append(level)
        frames.append(frame)
    return frames


def wav(path, frames, rate, bits, info=None):
    """RIFF WAVE; 24 bit as WAVE_FORMAT_EXTENSIBLE, as editors write it. `info`: a LIST INFO title before the data."""
    channels, width = len(frames[0]), bits // 8
    top = 2 ** (bits - 1) - 1
    data = b"".join(round(s * top).to_bytes(width, "little", signed=True) for frame in frames for s in frame)
    tag = 1 if bits == 16 else 0xFFFE
    fmt = struct.pack("<HHIIHH", tag, channels, rate, rate * channels * width, channels * width, bits)
    if tag == 0xFFFE:
        pcm = bytes.fromhex("0100000000001000800000aa00389b71")
        fmt += struct.pack("<HHI", 22, bits, (1 << channels) - 1) + pcm
    chunks = chunk(b"fmt ", fmt)
    if info:
        chunks += chunk(b"LIST", b"INFO" + chunk(b"INAM", info.encode("ascii") + b"\0"))
    path.write_bytes(chunk(b"RIFF", b"WAVE" + chunks + chunk(b"data", data)))


def chunk(name, body):
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


# ---------------------------------------------------------------------------------------------------- pictures


def picture(width, height, seed, phase=0.0):
    """Rows of RGB bytes: an evening sky over water with a sun and its stripes."""
    dice = random.Random(seed)
    sky = [dice.randrange(20, 120) for _ in range(3)]
    glow = [dice.randrange(150, 250) for _ in range(3)]
    horizon, radius = height * 0.6, height * 0.18
    sun = width * (0.35 + 0.3 * dice.random() + 0.1 * phase)
    rows = []
    for y in range(height):
        row = bytearray()
        share = min(1.0, y / horizon) if y < horizon else 1.0 - (y - horizon) / height
        wave = y > horizon and math.sin(y * 0.5 + phase * 6.28) > 0.2
        for x in range(width):
            lit = math.hypot(x - sun, y - horizon + radius * 0.6) < radius and y < horizon
            lit = lit or (wave and abs(x - sun) < radius * (0.5 + (y - horizon) / height))
            row += bytes(glow if lit else [int(a + (b - a) * share * 0.6) for a, b in zip(sky, glow)])
        rows.append(bytes(row))
    return rows


def png(path, rows):
    def block(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", len(rows[0]) // 3, len(rows), 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + block(b"IHDR", header) + block(b"IDAT", pixels) + block(b"IEND", b""))


def frames_rgb(path, width, height, count, seed):
    path.write_bytes(b"".join(b"".join(picture(width, height, seed, i / count)) for i in range(count)))


# ---------------------------------------------------------------------------------------------------- documents


def pdf(path, title, pages):
    """A minimal PDF 1.4: catalogue, page tree, one Helvetica, one line of text a page, a right cross-reference table."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, text in enumerate(pages):
        content = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * i} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects.append(f"<< /Title ({title}) /CreationDate (D:20250101000000Z) >>")
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{p:010} 00000 n \n" for p in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    path.write_bytes(out + f"{table}{trailer}\nstartxref\n{len(out)}\n%%EOF\n".encode("ascii"))


NOT_FOUND_PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>404 Not Found</title></head>
<body>
<h1>404 Not Found</h1>
<p>The file you linked to is not here any more, or linking to it from other sites is not allowed.</p>
<p><a href="/">Back to the start page</a></p>
</body>
</html>
"""
NOTE_TEXT = """Hi all,

the upload form only takes audio, so this note has to travel under the name of the song.
The final master will follow on Monday. Please do not release the rough mix!

Thanks, and sorry for the trouble.
"""

# ---------------------------------------------------------------------------------------------------- files


def run(*command):
    subprocess.run([str(part) for part in command], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def ffmpeg(inputs, *options, out):
    """One bitexact, single-threaded ffmpeg call; `inputs` as arguments, each file after its -i."""
    exact = ("-threads", 1, "-map_metadata", -1, "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact")
    run("ffmpeg", "-hide_banner", "-loglevel", "error", "-y", *inputs, *exact, *options, out)


def make_files(files, work):
    """All files of the catalogue below `files`; `work` is for what the encoders read."""

    def at(name):
        path = files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def sound(name, *recipe, rate=44100, bits=16, **more):
        wav(work / name, tones(recipe[0], rate, recipe[1], **more), rate, bits)
        return work / name

    def encode(source, target, *options):
        ffmpeg(("-i", source), *options, out=at(target))

    # Cover art first: some audio files carry it.
    for name, size, seed in (("blue", 480, 11), ("sine", 240, 5), ("sea", 360, 23), ("night", 300, 42)):
        png(work / f"{name}.png", picture(size, size, seed))
    jpeg = ("-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", 5)
    encode(work / "blue.png", "northwind/blue-hour/cover.jpg", *jpeg)
    encode(work / "sea.png", "demo-workspace/שעה כחולה/עטיפה.jpg", *jpeg)
    shutil.copyfile(work / "sine.png", at("lumen-audio/studies-in-sine/Cover Art (front).png"))
    shutil.copyfile(work / "night.png", at("northwind/night-drive/poster.png"))
    encode(work / "night.png", "northwind/night-drive/poster small.webp", "-vf", "scale=160:160", "-c:v", "libwebp")
    cover = files / "northwind/blue-hour/cover.jpg"

    # northwind: an album in five ways, an EP in MP4 containers, a video, and an upload that went wrong.
    album = "northwind/blue-hour"
    tags = ("--quiet", "--id3v2-only", "--tl", "Blue Hour", "--ta", "The Sample Ensemble", "--ty", "2025")
    first = sound("first.wav", 1.5, (220, 277.18, 329.63))
    second = sound("second.wav", 4, (196, 246.94, 293.66, 392), noise=0.01)
    run("lame", *tags, "--tt", "First Light", "--tn", "1/5", "--ti", cover, "-b", 320, first, at(f"{album}/01 First Light.mp3"))
    run("lame", *tags, "--tt", "Low Tide", "--tn", "2/5", "-V", 4, second, at(f"{album}/02 Low Tide, Slack Water.mp3"))
    run("lame", "--quiet", "-t", "-V", 5, second, at(f"{album}/03 Don't Wake the Gulls.mp3"))
    flac = ("flac", "--silent", "--force", "--best", "--padding=1024", "--tag=TITLE=Lantern", "--tag=ALBUM=Blue Hour")
    run(*flac, f"--picture={cover}", "-o", at(f"{album}/04 Lantern.flac"), sound("lantern.wav", 1, (261.63, 392)))
    wav(at(f"{album}/05 Blue Hour.wav"), tones(0.5, 44100, (174.61, 220, 261.63)), 44100, 16, info="Blue Hour")
    pdf(at(f"{album}/Booklet.pdf"), "Blue Hour: booklet", ["Blue Hour", "Played by The Sample Ensemble"])

    ep = "northwind/harbour-lights"
    lights = sound("lights.wav", 2, (146.83, 220, 293.66))
    aac = ("-c:a", "aac", "-b:a", "128k")
    encode(lights, f"{ep}/Harbour Lights (streaming).m4a", *aac, "-movflags", "+faststart")
    encode(lights, f"{ep}/Harbour Lights (archive).m4a", *aac)
    encode(sound("pier.wav", 0.8, (130.81, 196)), f"{ep}/夜の港 – Pier 9.m4a", "-c:a", "alac")

    video = "northwind/night-drive"
    frames_rgb(work / "drive.rgb", 160, 90, 25, 42)
    frames_rgb(work / "loop.rgb", 96, 54, 8, 42)
    raw = ("-f", "rawvideo", "-pixel_format", "rgb24")
    drive = (*raw, "-video_size", "160x90", "-framerate", "12.5", "-i", work / "drive.rgb", "-i", lights)
    h264 = ("-c:v", "libx264", "-preset", "medium", "-crf", 30, "-pix_fmt", "yuv420p", "-x264-params", "threads=1")
    ffmpeg(drive, *h264, "-c:a", "aac", "-b:a", "64k", "-movflags", "+faststart", out=at(f"{video}/Night Drive (official video).mp4"))
    ntsc = (*raw, "-video_size", "160x90", "-framerate", "24000/1001", "-i", work / "drive.rgb", "-i", first)
    vp9 = ("-c:v", "libvpx-vp9", "-b:v", "60k", "-cpu-used", 4, "-row-mt", 0, "-pix_fmt", "yuv420p", "-shortest")
    ffmpeg(ntsc, *vp9, "-c:a", "libopus", "-b:a", "48k", out=at(f"{video}/Night Drive – teaser.webm"))
    ffmpeg((*raw, "-video_size", "96x54", "-framerate", "8", "-i", work / "loop.rgb"), out=at(f"{video}/loop.gif"))

    boats = "northwind/paper-boats"
    whole = sound("rough.wav", 0.6, (207.65, 311.13), channels=1).read_bytes()
    at(f"{boats}/Paper Boats (rough mix).wav").write_bytes(whole[: len(whole) // 2])
    at(f"{boats}/Paper Boats - final FINAL.mp3").write_bytes(NOTE_TEXT.encode("ascii"))
    at(f"{boats}/Paper Boats - bounce.wav").write_bytes(NOT_FOUND_PAGE.encode("ascii"))

    # lumen-audio: high resolution, the other codecs, and names that break spreadsheets and URLs.
    hires = "lumen-audio/studies-in-sine"
    study = sound("study.wav", 0.5, (440, 660), rate=96000, bits=24)
    run(*flac[:5], "--tag=TITLE=Study No. 1", "-o", at(f"{hires}/Study No. 1.flac"), study)
    wav(at(f"{hires}/Study No. 2.wav"), tones(0.4, 48000, (330, 495)), 48000, 24)
    encode(sound("study3.wav", 0.5, (247.5,), channels=1), f"{hires}/Study No. 3.aiff", "-c:a", "pcm_s16be")
    pdf(at(f"{hires}/Liner notes.pdf"), "Studies in Sine", ["Studies in Sine: no. 1", "no. 2", "no. 3"])

    low = "lumen-audio/low-bandwidth"
    modem = sound("modem.wav", 2.5, (523.25, 659.26, 783.99), noise=0.02, seed=7)
    encode(modem, f"{low}/Carrier.ogg", "-c:a", "libvorbis", "-q:a", 3)
    encode(sound("memo.wav", 2, (110, 165), rate=48000, channels=1), f"{low}/Voice memo.opus", "-c:a", "libopus", "-b:a", "48k")
    encode(modem, f"{low}/Handshake.wma", "-c:a", "wmav2", "-b:a", "96k")
    run("lame", "--quiet", "--resample", "22.05", "-m", "m", "-b", 48, modem, at(f"{low}/Dial tone.mp3"))

    odd = "lumen-audio/spreadsheet-songs"
    short = sound("short.wav", 1, (349.23, 440))
    for name in ("=1+1 (equals two).mp3", "Rock & Roll #1 + Encore.mp3"):
        run("lame", "--quiet", "-b", 96, short, at(f"{odd}/{name}"))
    run(*flac[:5], "-o", at(f"{odd}/100% Pure, 50%25 Off.flac"), sound("pure.wav", 0.5, (392,), channels=1))
    encode(short, f"{odd}/Don't, Won't & Can't.ogg", "-c:a", "libvorbis", "-q:a", 2)

    # demo-workspace: Hebrew, Arabic and emoji names.
    hebrew = "demo-workspace/שעה כחולה"
    run("lame", "--quiet", "-V", 6, first, at(f"{hebrew}/01 אור ראשון.mp3"))
    encode(sound("tide.wav", 1.2, (233.08, 349.23)), f"{hebrew}/02 גאות ושפל.m4a", "-c:a", "aac", "-b:a", "96k")
    waves = "demo-workspace/🌊 Waves"
    encode(sound("calm.wav", 1.5, (98, 147), rate=48000), f"{waves}/موجة هادئة.opus", "-c:a", "libopus", "-b:a", "64k")
    run("lame", "--quiet", "-b", 128, short, at(f"{waves}/🌊🎧 Été à la mer.mp3"))
    pdf(at("demo-workspace/paperwork/Certificate of origin.pdf"), "Certificate of origin", ["Certificate of origin"])


# ---------------------------------------------------------------------------------------------------- catalogue


class Number:
    """A JSON number that keeps its spelling (1.10) where Python's own types would not."""

    def __init__(self, text):
        self.text = text


def json_line(record):
    text = json.dumps(record, ensure_ascii=False, default=lambda number: f"\uE000{number.text}\uE000")
    return re.sub('"\uE000([^\uE000]+)\uE000"', r"\1", text)


TYPES = {"audio": "mp3 wav aiff flac m4a ogg opus wma", "video": "mp4 webm", "image": "jpg png gif webp", "document": "pdf"}
WORKSPACES = {"northwind": "7_Northwind Records", "lumen-audio": "11_Lumen Audio", "demo-workspace": "2_Demo Workspace"}
LINK_404 = "https://example.com/does-not-exist-404"
LINK_QUERY = "https://example.org/?utm_source=release&token=not-a-secret"
LINK_TRANSFER = "https://example.net/downloads/0f9c2d7ab41e6c35/20250110093000"


def fixed_uuid(*names):
    return str(uuid.uuid5(UUID_SPACE, "/".join(names)))


class Release:
    """One release: its own line, then one line for each media record, in the import format."""

    def __init__(self, lines, tenant, slug, title=None, status=None):
        self.lines, self.tenant, self.slug, self.id = lines, tenant, slug, fixed_uuid(tenant, slug)
        self.count = 0
        fields = {"title": title, "status": status}
        self.add({key: value for key, value in fields.items() if value is not None})

    def add(self, fields):
        self.lines.append({"tenantId": self.tenant, "releaseId": self.id, **fields})

    def file(self, path, metadata, track=None, name=None, cloud_id=None, path_id=False, staged=True):
        """`track`: the track's number; `path_id`: the cloudId is a path in the tenant's workspace; `staged`: has a releasePath."""
        self.count += 1
        name = name or path.rsplit("/", 1)[-1]
        track_id = fixed_uuid(self.tenant, self.slug, f"track {track}") if track else None
        place = f"{self.id}/tracks/{track_id}" if track else f"{self.id}/release"
        if path_id:
            cloud_id = f"{WORKSPACES[self.tenant]}/releases/{place}/{name}"
        kind = next(kind for kind, endings in TYPES.items() if path.rsplit(".", 1)[-1] in endings.split())
        self.add({
            **({"trackId": track_id} if track else {}),
            "cloudId": cloud_id or fixed_uuid(self.tenant, self.slug, "media", str(self.count)),
            "cloudUrl": "file:" + quote(path),
            "type": kind, "name": name, "isLink": False,
            "releasePath": f"{self.tenant}/releases/{place}/{name}" if staged else None,
            "metadata": metadata,
        })

    def link(self, url, name, kind, metadata):
        self.count += 1
        self.add({
            "cloudId": fixed_uuid(self.tenant, self.slug, "media", str(self.count)), "cloudUrl": url, "type": kind,
            "name": name, "isLink": True, "releasePath": None, "metadata": metadata,
        })


def make_catalogue(files):
    lines = []

    def size(path):
        return (files / path).stat().st_size

    def uploaded(time, owner="release", **more):
        return {"uploadedAt": f"2025-{time}Z", "mediaType": owner, **more}

    def right(path, **facts):
        return {**facts, "fileSize": size(path), "processedAt": "2025-02-01T06:00:00Z"}

    shared_cover = fixed_uuid("shared", "cover")
    northwind(lines, size, uploaded, right, shared_cover)
    lumen_audio(lines, size, uploaded, right, shared_cover)
    demo_workspace(lines, size, uploaded, right)
    return lines


def northwind(lines, size, uploaded, right, shared_cover):
    album = "northwind/blue-hour"
    cover, master = f"{album}/cover.jpg", f"{album}/05 Blue Hour.wav"
    complete_cover = right(cover, width=480, height=480, mimeType="image/jpeg")
    complete_master = right(master, duration=0.5, bitrate="1411", sampleRate="44100", channels="2", codec="pcm_s16le",
                            mimeType="audio/wav")

    release = Release(lines, "northwind", "blue-hour", "Blue Hour", "approved")
    release.file(f"{album}/01 First Light.mp3", uploaded("01-10T09:30:00", "track", duration=0, bitrate="0"), track=1)
    release.file(f"{album}/02 Low Tide, Slack Water.mp3", uploaded("01-10T09:31:07", "track", isrc="ZZ-S01-25-00002"), track=2)
    release.file(f"{album}/03 Don't Wake the Gulls.mp3", {"duration": 999.9, "bitrate": "128", "codec": "unknown"}, track=3)
    release.file(f"{album}/04 Lantern.flac", {}, track=4)
    release.file(master, {**complete_master, "mediaType": "track"}, track=5)
    release.file(cover, complete_cover)
    release.file(f"{album}/Booklet.pdf", uploaded("01-10T09:40:00", fileSize=size(f"{album}/Booklet.pdf")), staged=False)
    release.link("https://example.com/", "Press kit", "document", uploaded("01-10T09:45:12.250"))

    release = Release(lines, "northwind", "first-light", "First Light (single)", "approved")
    release.file(f"{album}/01 First Light.mp3", {"duration": 0}, track=1, name="First Light (radio edit).mp3")
    release.file(cover, {"fileSize": 1, "mimeType": "application/octet-stream"}, name="First Light – cover.jpg")
    release.link("https://example.org/", "Pre-save page", "document", {})

    ep = "northwind/harbour-lights"
    release = Release(lines, "northwind", "harbour-lights", "Harbour Lights EP", "submitted")
    release.file(f"{ep}/Harbour Lights (streaming).m4a", {"duration": 2, "channels": 2, "sampleRate": 44100}, track=1)
    release.file(f"{ep}/Harbour Lights (archive).m4a", uploaded("02-03T17:05:59", "track"), track=2, path_id=True)
    release.file(f"{ep}/夜の港 – Pier 9.m4a", {"duration": None, "codec": None, "曲名": "夜の港"}, track=3)
    release.file("northwind/night-drive/poster small.webp", {}, name="cover.webp", staged=False)

    video = "northwind/night-drive"
    release = Release(lines, "northwind", "night-drive", "Night Drive (official video)", "approved")
    release.file(f"{video}/Night Drive (official video).mp4", uploaded("03-14T20:00:00", "track", bitrate="0"), track=1)
    release.file(f"{video}/Night Drive – teaser.webm", {"duration": 0, "frameRate": 30}, staged=False)
    release.file(f"{video}/poster.png", {"thumbnails": [{"w": 64, "h": 64, "done": True}, {"w": 128, "h": 128, "done": False}]})
    release.file(f"{video}/loop.gif", {"tags": ["teaser", "social"], "altText": None})
    release.link(LINK_QUERY, "Trailer, \"director's cut\"", "video", {"submittedBy": "label@example.com"})

    Release(lines, "northwind", "untitled")

    boats = "northwind/paper-boats"
    release = Release(lines, "northwind", "paper-boats", "Paper Boats", "rejected")
    release.file(f"{boats}/Paper Boats (rough mix).wav", uploaded("04-01T12:00:00", "track"), track=1)
    release.file(f"{boats}/Paper Boats - final FINAL.mp3", uploaded("04-01T12:01:00", "track"), track=2)
    release.file(f"{boats}/Paper Boats - bounce.wav", uploaded("04-01T12:02:00", "track"), track=3)
    release.file(f"{boats}/Paper Boats \"take 3\".aiff", uploaded("04-01T12:03:00", "track", duration=187.25), track=4)
    release.file("lumen-audio/studies-in-sine/Study No. 3.aiff", {}, track=5, name="Paper Boats (\"reference\").aiff")
    release.link(LINK_404, "Old press photo", "image", {"linkNote": "moved in 2024?"})

    release = Release(lines, "northwind", "best-of", "Northwind: Best Of, Vol. 1", "submitted")
    release.file(f"{album}/02 Low Tide, Slack Water.mp3", {}, track=1, name="01. Low Tide.mp3")
    release.file(f"{album}/04 Lantern.flac", {"fileSize": size(f"{album}/04 Lantern.flac")}, track=2, name="02. Lantern.flac")
    release.file(f"{ep}/Harbour Lights (archive).m4a", {"bitrate": "0"}, track=3, name="03. Harbour Lights.m4a")
    release.file(master, complete_master, track=4, name="04. Blue Hour.wav")
    release.file(cover, uploaded("05-05T05:05:05"), cloud_id=shared_cover, name="Best Of – cover.jpg")


def lumen_audio(lines, size, uploaded, right, shared_cover):
    hires = "lumen-audio/studies-in-sine"
    third, front = f"{hires}/Study No. 3.aiff", f"{hires}/Cover Art (front).png"
    release = Release(lines, "lumen-audio", "studies-in-sine", "Studies in Sine", "approved")
    release.file(f"{hires}/Study No. 1.flac", {"checksum": Number("9007199254740993"), "gain": Number("1.10")}, track=1)
    release.file(f"{hires}/Study No. 2.wav", {"bitrate": "0", "sampleRate": "44100", "channels": "1"}, track=2)
    release.file(third, right(third, duration=0.5, bitrate="706", sampleRate="44100", channels="1", codec="pcm_s16be",
                              mimeType="audio/aiff"), track=3)
    release.file(front, right(front, width=240, height=240, mimeType="image/png"))
    release.file(f"{hires}/Liner notes.pdf", uploaded("06-01T08:00:00"), path_id=True)

    low = "lumen-audio/low-bandwidth"
    release = Release(lines, "lumen-audio", "low-bandwidth", "Low Bandwidth", "approved")
    release.file(f"{low}/Carrier.ogg", {"duration": 0}, track=1)
    release.file(f"{low}/Voice memo.opus", {"mimeType": "application/ogg", "sampleRate": "16000"}, track=2)
    release.file(f"{low}/Handshake.wma", {"bitrate": None, "history": {"imports": [2019, 2023], "by": {"name": "Zoë"}}}, track=3)
    release.file(f"{low}/Dial tone.mp3", uploaded("07-07T07:07:07", "track", bitrate="320"), track=4)
    release.file(front, {}, name="cover.png", cloud_id=shared_cover)

    odd = "lumen-audio/spreadsheet-songs"
    release = Release(lines, "lumen-audio", "spreadsheet-songs", "=Spreadsheet Songs, \"Deluxe\"", "submitted")
    release.file(f"{odd}/=1+1 (equals two).mp3", {"note": "=HYPERLINK(\"https://example.com/\")"}, track=1)
    release.file(f"{odd}/100% Pure, 50%25 Off.flac", {"note": "comma, \"quote\" and\nnew line"}, track=2, path_id=True)
    release.file(f"{odd}/Rock & Roll #1 + Encore.mp3", {"note": "a\\b\tc"}, track=3)
    release.file(f"{odd}/Don't, Won't & Can't.ogg", {}, track=4, name="The \"Don't, Won't & Can't\" Song.ogg")
    release.file(front, {"": "empty key", "a b.c/d": 1}, name="@cover, 50% size.png", staged=False)

    release = Release(lines, "lumen-audio", "waiting-for-files", "Waiting for Files", "draft")
    release.link("https://example.com/", "Session folder", "document", uploaded("08-01T10:00:00"))
    release.link(LINK_TRANSFER, "Masters (transfer)", "audio", {"submittedBy": "mastering@example.net"})
    release.link("https://example.org/", "Cover draft", "image", {"linkValidated": True})
    release.link(LINK_404, "Video rough cut", "video", {})

    release = Release(lines, "lumen-audio", "sampler", "Lumen Sampler 2025", "draft")
    release.file(f"{low}/Carrier.ogg", {}, track=1, name="A1 Carrier.ogg")
    release.file(f"{hires}/Study No. 1.flac", {"duration": 0, "bitrate": "0"}, track=2, name="A2 Study No. 1.flac")
    release.file(f"{low}/Handshake.wma", uploaded("08-20T00:00:00", "track"), track=3, name="B1 Handshake.wma")
    release.file(f"{hires}/Study No. 2.wav", {"fileSize": size(f"{hires}/Study No. 2.wav")}, track=4, name="B2 Study No. 2.wav")


def demo_workspace(lines, size, uploaded, right):
    hebrew = "demo-workspace/שעה כחולה"
    release = Release(lines, "demo-workspace", "shaa-kchula", "שעה כחולה", "approved")
    release.file(f"{hebrew}/01 אור ראשון.mp3", {"כותרת": "אור ראשון", "duration": 0}, track=1)
    release.file(f"{hebrew}/02 גאות ושפל.m4a", {}, track=2, path_id=True)
    release.file("northwind/blue-hour/05 Blue Hour.wav", {"bitrate": "0"}, track=3, name="03 שעה כחולה (Blue Hour).wav")
    release.file(f"{hebrew}/עטיפה.jpg", uploaded("09-09T09:09:09"))
    release.link("https://example.com/", "דף אמן", "document", {})

    waves = "demo-workspace/🌊 Waves"
    release = Release(lines, "demo-workspace", "waves", "🌊 Waves / أمواج", "submitted")
    release.file(f"{waves}/🌊🎧 Été à la mer.mp3", {"mood": ["🌊", "😴"], "plays": Number("123456789012345678901234567890")}, track=1)
    release.file(f"{waves}/موجة هادئة.opus", {"العنوان": "موجة هادئة"}, track=2, path_id=True)
    release.file(f"{hebrew}/עטיפה.jpg", {}, name="🌊 غلاف.jpg")

    paper = "demo-workspace/paperwork/Certificate of origin.pdf"
    complete = right(paper, mimeType="application/pdf", pageCount=1)
    release = Release(lines, "demo-workspace", "letters", "Letters (with paperwork)", "rejected")
    release.file("northwind/harbour-lights/Harbour Lights (streaming).m4a", {}, track=1, name="Letters.m4a", path_id=True)
    release.file(paper, {**complete, "mediaType": "release", "uploadedAt": "2025-01-02T03:04:05.678+02:00"}, path_id=True)
    release.file("northwind/blue-hour/Booklet.pdf", {"pages": {"count": 2, "size": [595, 842]}}, name="Lyrics.pdf", track=1)
    release.file("northwind/night-drive/poster.png", {"fileSize": 0}, name="Letters.png", path_id=True)
    release.link(LINK_404, "Contract (signed copy)", "document", uploaded("10-01T00:00:00"))


# ---------------------------------------------------------------------------------------------------- check and swap


def check(files, ndjson):
    """Fails unless the catalogue is what the README says."""
    records = [json.loads(line) for line in ndjson.read_text("utf-8").splitlines()]
    media = [record for record in records if "cloudId" in record]
    local = {unquote(record["cloudUrl"][5:]) for record in media if not record["isLink"]}
    present = {str(path.relative_to(files)) for path in files.rglob("*") if path.is_file()}
    size = sum((files / path).stat().st_size for path in present) + ndjson.stat().st_size
    releases = [record["releaseId"] for record in records if "cloudId" not in record]
    keys = [(record["releaseId"], record["cloudId"]) for record in media]
    tenants = {record["tenantId"] for record in records}
    problems = [text for text, wrong in (
        ("a release has two lines", len(set(releases)) != len(releases)),
        ("a media record's release has no line", {release for release, _ in keys} - set(releases)),
        ("a cloudId twice in one release", len(set(keys)) != len(keys)),
        ("files without a record", present - local),
        ("not exactly one missing file", len(local - present) != 1),
        ("too few tenants, releases or records", len(tenants) < 3 or len(releases) < 12 or len(media) < 60),
        ("too large", size > LIMIT),
    ) if wrong]
    print(f"{len(tenants)} tenants, {len(releases)} releases, {len(media)} media records "
          f"({sum(record['isLink'] for record in media)} links), {len(present)} files, {size} bytes")
    print("missing on purpose:", *(local - present))
    if problems:
        sys.exit("; ".join(problems))


def main():
    with tempfile.TemporaryDirectory(dir=HERE, prefix=".making-") as scratch:
        files, work = Path(scratch, "files"), Path(scratch, "work")
        files.mkdir()
        work.mkdir()
        make_files(files, work)
        ndjson = Path(scratch, "media.ndjson")
        ndjson.write_text("".join(json_line(line) + "\n" for line in make_catalogue(files)), "utf-8")
        check(files, ndjson)
        shutil.rmtree(HERE / "files", ignore_errors=True)
        files.rename(HERE / "files")
        ndjson.replace(HERE / "media.ndjson")


if __name__ == "__main__":
    main()
