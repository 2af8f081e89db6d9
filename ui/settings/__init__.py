"""What is kept between runs, each setting with one reader that knows its type and its bounds."""
