-- 0033_feed_words.sql -- looks at the pages of articles whose words came whole from a feed.

-- What the page is compared with. '': the newest version of the article. 'feed': those words are
-- the feed's and its page was not seen yet. Else the hash of the words that the page had when it
-- was seen first, which were not the feed's to the letter.
ALTER TABLE looks ADD COLUMN basis text NOT NULL DEFAULT '';
