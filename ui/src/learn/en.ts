import type { Words } from './lessons';

/**
 * The lessons in English. A number stands here only if the project's own pages state it: docs/interpretation.md,
 * docs/validation and the pages of the checks.
 */
export const en: Words = {
  eyes: {
    title: 'Eyes',
    lead: 'People look at the eyes first. They make good pictures of a finding, and weak evidence.',
    parts: {
      mirrors: {
        title: 'Two mirrors that see one scene',
        text: [
          'The corneas of both eyes are small mirrors of nearly the same shape, a few centimetres apart. In a photo their reflections, the catch-lights, therefore have the same number, shape and place.',
          'A light close by shifts them a little from eye to eye: by about 7 % of the iris for a ring light at 30 cm, 4 % at 50 cm, and 1 % for a window at 2 m.',
        ],
        caption: 'Above, both eyes mirror the same window. Below, one eye mirrors a window and the other a round lamp.',
      },
      look: {
        title: 'What to look for, what to ignore',
        text: ['Enlarge both eyes to the same size before you compare them.'],
        points: [
          'Look for a reflection without a partner in the other eye, or partners of another shape.',
          'Look for dents and corners in the edge of a pupil that nothing covers.',
          'Ignore a small sideways shift, and reflections that a lid, lashes, hair or the nose cuts off.',
          'Ignore small specks along the lower lid.',
        ],
      },
      small: {
        title: 'Most eyes are too small',
        text: [
          'Catchlight compares reflections from irises of 24 pixels on, and the shape of pupils from 40. In a half-body photo 1080 pixels wide, an iris is often only 11 to 20 pixels wide.',
          'In dark brown irises the edge of the pupil can mostly not be seen. The check then gives no answer, and that says nothing about the photo.',
        ],
        caption: 'The same eye drawn with few and with many pixels.',
      },
      weak: {
        title: 'Why eyes carry no weight here',
        text: [
          'Reflections were compared in 120 portraits from cameras and 112 made by StyleGAN2. They hardly told the two apart: AUC 0.58 (0.51 to 0.65), where 0.5 is chance.',
          'Modern generators often pass. Real eyes often do not: coloured contact lenses, retouched catch-lights and filters that brighten eyes change what is seen. Catchlight therefore shows the eyes and never weighs them.',
        ],
      },
    },
  },
  compression: {
    title: 'Compression',
    lead: 'Each save takes something away, and the finest traces go first.',
    parts: {
      saving: {
        title: 'What saving takes away',
        text: [
          'JPEG and WebP keep what the eye notices and round off the rest. The finest structure goes first: the noise of a sensor, the pattern of its colour filter, the last steps of a generator.',
        ],
        caption: 'One detail as recorded, after light and after strong compression.',
      },
      way: {
        title: 'On the way to you',
        text: [
          'Platforms scale photos down, compress them and mostly remove their metadata. Each forwarding and each screenshot does so again.',
          'Camera photos and generated pictures are posted alike. That a file passed a platform says nothing about how its picture came about.',
        ],
        caption: 'From camera or generator over a platform to a screenshot: with each step less is left.',
      },
      grid: {
        title: 'A grid is no sign of AI',
        text: [
          'JPEG works in blocks of 8 × 8 pixels and leaves their grid in the file. Generators can leave a grid of the same spacing. In a small trial, “a grid means AI” pointed the wrong way after a single JPEG save.',
          'Catchlight therefore stays silent about such a grid wherever compression could explain it.',
        ],
        caption: 'The grid of 8 × 8 pixels that JPEG leaves.',
      },
      blind: {
        title: 'Could not look is not nothing there',
        text: [
          'Each report says what compression and scaling have left in the file. A check that needs finer structure than that answers “not applicable” and says why.',
          'Strong compression also weakens what learned checks say. The only real remedy is a better file.',
        ],
      },
    },
  },
  labels: {
    title: 'Labels',
    lead: 'A file can say itself that it was generated. That is a statement of whoever wrote it, and no measurement.',
    parts: {
      kinds: {
        title: 'Three kinds of labels',
        text: ['They differ in who can write them, and in what they survive.'],
        points: [
          'Signed: Content Credentials (C2PA) tie a statement to whoever signed it.',
          'Written: fields such as China’s AIGC label, the source type of IPTC, or the notes of a generator.',
          'Visible: words or a mark in the picture itself.',
        ],
        caption: 'Signed and sealed, written into the file, and visible in the picture.',
      },
      credentials: {
        title: 'Content Credentials (C2PA)',
        text: [
          'Catchlight reports 4 facts apart: whether the content is unchanged, whether the signature verifies, who vouches for the signer, and whether the certificate was valid. No network is used, so a revoked certificate is not noticed.',
          'A valid signature says who made the statement. It does not make the statement true. Most cameras and programs write none, and most platforms remove them, so their absence says nothing.',
        ],
      },
      aigc: {
        title: 'China’s AIGC label',
        text: [
          'Since 1 September 2025, services in China have had to label generated content (GB 45438-2025). The label in the file says 1 for generated, 2 for possibly and 3 for suspected.',
          'It is plain text: it can be forged, copied from another file, or removed. The rules let a service hand out an unlabelled copy on request, so a missing label says nothing.',
        ],
      },
      visible: {
        title: 'Visible labels and notices',
        text: [
          'A visible label of the Chinese standard names AI and generation or synthesis, such as “AI生成”, at an edge or corner. Its text is meant to be at least 5 % as high as the shorter side; real ones are sometimes smaller.',
          'A mark in the picture is its maker’s. A notice beside it, as in a screenshot of a post, is the platform’s, and platforms err. Both can be painted in or cropped away.',
          'Catchlight reads labels. It never removes or writes one.',
        ],
      },
    },
  },
  detectors: {
    title: 'What detectors cannot do',
    lead: 'A learned detector is a lead. It is not a witness, and its silence clears nobody.',
    parts: {
      miss: {
        title: 'They miss many',
        text: [
          'Catchlight’s weights were tested on sources they had never seen. Of 270 generated pictures as original files, 39.3 % (33.6 to 45.2) came out as “some signs” or stronger. So did 0.7 % (0.3 to 2.2) of 401 camera photos.',
          'Most of the others were inconclusive. That is the honest answer where the evidence is thin.',
        ],
        caption: 'Of 100 generated pictures about 39 showed signs (left); of 100 camera photos about 1 (right).',
      },
      unseen: {
        title: 'They do not know what they never saw',
        text: [
          'A detector learns from the generators of its training. After a social network’s scaling and compression, and where generator, family and camera source were all unknown, the semantic detector found 43 % of the generated pictures at a limit that 1 % of the camera photos passed.',
          'New generators keep appearing, and tools exist that alter a picture so that detectors miss it.',
        ],
      },
      silence: {
        title: 'Silence is no proof of a camera',
        text: [
          'A detector that sees nothing unusual may simply not know the generator. Learned checks alone therefore never make Catchlight say “signs of a camera original”.',
          'A score is no probability either, and scores of different services cannot be compared.',
        ],
      },
      whole: {
        title: 'They speak of the picture as a whole',
        text: [
          'The question is whether the picture as a whole was generated. A camera photo with a part changed by AI is a third thing, and most checks do not speak to it.',
          'Heavy retouching, beauty filters and night modes smooth a photo much as generators do. They can look alike to a detector.',
        ],
        caption: 'A camera photo, a camera photo with one part changed, and a generated picture.',
      },
    },
  },
  baseRates: {
    title: 'Base rates',
    lead: 'How much a finding means depends on how common generated pictures are where the photo comes from.',
    parts: {
      rare: {
        title: 'Where generated pictures are rare',
        text: [
          'Published studies found that about 0.05 % of a platform’s profile pictures were generated: 5 among 10,000. Take a detector that finds 90 % of them and is wrong about 1 % of the others.',
          'It flags 4 or 5 generated pictures and 100 real ones. Of the flagged pictures, 4.3 % are generated.',
        ],
        caption: 'All that was flagged: 5 generated pictures (filled squares) and 100 real ones (rings).',
      },
      table: {
        title: 'The same detector elsewhere',
        text: ['How many of the flagged pictures are generated, by how common they were to begin with.'],
        table: {
          head: ['Generated among all', '90 % found, 10 % wrongly flagged', '90 % found, 1 % wrongly flagged', '70 % found, 0.1 % wrongly flagged'],
          rows: [
            ['0.05 %', '0.4 %', '4.3 %', '26 %'],
            ['5 %', '32 %', '83 %', '97 %'],
            ['20 %', '69 %', '96 %', '99 %'],
          ],
        },
      },
      many: {
        title: 'Many photos, many chances',
        text: [
          'A check that is wrong about 1 % of camera photos flags 1 of 100 real photos by chance alone. Who examines a whole account will find something.',
          'Photos of one account also resemble each other, so their findings cannot simply be added. Examine all photos or a random part, not just those that looked odd.',
        ],
      },
      whatIf: {
        title: 'Where Catchlight does this sum',
        text: [
          'A report gives a likelihood ratio: how much more likely the findings are in a generated picture than in a camera photo. “What if?” below the conclusion turns what you held likely before into what follows.',
        ],
      },
    },
  },
  people: {
    title: 'Being fair to real people',
    lead: 'A report speaks of a file. It never says who somebody is, or whether somebody is real.',
    parts: {
      file: {
        title: 'The file, not the person',
        text: ['Somebody real can post a generated picture, and a camera photo can be posted under an invented name.'],
        points: [
          'Say: “The file showed some signs of AI generation. This does not settle how it was made.”',
          'Do not say who is real, who lied or what anybody intended: no check measures that.',
        ],
        caption: 'What is examined ends at the edge of the file.',
      },
      harm: {
        title: 'Errors have hurt people',
        text: [
          'A deaf art student was called AI because of her looks. A platform marked photos of a newborn child as suspected AI. Photographers were disqualified without an appeal.',
          'Detectors have often erred on retouched portraits and on night photos of phones. Some studies also found more errors for darker skin.',
        ],
      },
      before: {
        title: 'Before you say it aloud',
        text: ['One detector is never enough. Journalists and investigators agree on these steps:'],
        points: [
          'Get the best file there is, and write down how you got it.',
          'Look for at least 2 independent reasons that are no detectors: the earliest version, the place, other photos.',
          'Search for the picture on the web; Catchlight does not do that for you.',
          'Ask the person or the account, and give them time to answer.',
          'Quote the limit with the finding.',
          'Make faces of bystanders unreadable. Leave out children.',
        ],
      },
      accused: {
        title: 'If it is about you',
        text: [
          'Ask for the file that was examined and for the whole report. Show the original from your camera or phone: it can still hold what a posted copy has lost.',
          'The window for exporting holds a letter that you can use, for reports that speak of AI generation.',
        ],
      },
    },
  },
  bestFile: {
    title: 'Getting the best file',
    lead: 'A better file helps more than any check. This is what is known of the large platforms, as of November 2026; they change without notice.',
    parts: {
      order: {
        title: 'From best to worst',
        text: ['Catchlight opens no page and sends nothing. Get the file yourself, with the consent that it needs, then add it here and note under “How the file was obtained” how you got it.'],
        points: [
          'The original from the device or the generator, passed on as a file: by cable, mail attachment or a shared folder.',
          'The largest copy that the platform hands out.',
          'A copy saved from an app, or one that was forwarded.',
          'A screenshot, only if nothing else is left. Keep one besides, for the text around the photo.',
        ],
        caption: 'Original, platform copy, forwarded copy, screenshot.',
      },
      xiaohongshu: {
        title: 'Xiaohongshu',
        text: ['The app and the website hand out pictures that were scaled and saved as WebP; some carry a small mark in the lower right corner. No way to the uploaded file is known to be open to readers: ask the author for it.'],
        points: [
          'Open the note and its photo in full before you save it. Covers and pictures in lists are smaller.',
          'Keep a screenshot of the note: a notice such as “笔记含AI合成内容” is not in the picture file.',
        ],
      },
      instagram: {
        title: 'Instagram',
        text: ['Instagram scales photos down, compresses them and removes most metadata. No better file than the displayed one is known to be open to others: ask the account for the original.'],
        points: [
          'Save the picture from the post itself, not from the grid of the profile.',
          'Note whether the post carried “AI info”: it is Instagram’s label and not in the file.',
        ],
      },
      douyin: {
        title: 'Douyin',
        text: ['No reliable source was found for how Douyin saves photos. Copies saved from the app can carry a mark of the app. No way to the uploaded file is known to be open to others: ask the author.'],
        points: [
          'A frame of a video is no photo: video compression has removed most of the fine structure. Look for a photo post or another place where the picture appeared.',
          'Keep a screenshot with the notice, such as “作者声明：内容由AI生成”.',
        ],
      },
      wechat: {
        title: 'WeChat',
        text: ['Photos in chats are compressed unless the sender chooses the original. Of photos in Moments, no better file is available: ask who posted it.'],
        points: [
          'Best: have it sent as a file (文件), not as a photo.',
          'Else: the sender chooses the original (原图), and you open that in full before you save it.',
          'Do not forward it first, and do not photograph the screen.',
        ],
      },
      x: {
        title: 'X (Twitter)',
        text: ['X hands out several sizes of a picture. The largest is still a copy: its metadata was removed and it was mostly compressed again. For the original, ask the account.'],
        points: [
          'Open the picture alone in a browser and set name=orig at the end of its address, then save it.',
          'Pictures in the timeline are smaller.',
        ],
      },
    },
  },
};
